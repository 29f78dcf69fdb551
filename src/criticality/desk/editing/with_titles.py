"""What a save changed and what is wrong, with titles in place of codes, in the language of the page."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from criticality.desk.editing.document_view import label, titles_of
from criticality.desk.editing.form_fields import Content, shown_as
from criticality.desk.editing.table_rows import names_of_countries
from criticality.desk.editing.told import MISSING, Difference, differences, item_of, judge_of, short
from criticality.errors import Problem
from criticality.files.positions import Path
from criticality.files.workspace import Workspace
from criticality.model.document import Text
from criticality.questionnaires.words import said_by
from criticality.text.message import Message, joined
from criticality.text.named import Named

_MOST = 6
"""Changes that a page names one by one."""
_CODED = ("group", "more", "than")
"""Slots of what is said of judgements that hold codes."""


class Words:
    """The titles of a workspace, and sentences made of them.

    Parameters
    ----------
    workspace
        Whose criteria, dimensions, minerals and countries are named.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._titles: Mapping[str, Text] = {**names_of_countries(workspace), **titles_of(workspace)}

    def of(self, value: object) -> str:
        """A code by its title, a word of a document by its word, and everything else cut to a line."""
        if isinstance(value, str) and value in self._titles:
            title = self._titles[value]
            return Named(value, {"en": title.to("en"), "zh-Hant": title.to("zh-Hant")})
        if isinstance(value, dict) and value.keys() <= {"en", "zh-Hant"}:
            title = Text.model_validate(value)
            return Named("", {"en": short(title.to("en")), "zh-Hant": short(title.to("zh-Hant"))})
        word = label(f"is_{value}") if isinstance(value, str) else value
        return word if isinstance(word, Message) else short(shown_as(value) if value is not MISSING else value)

    def changes(self, before: Content, after: Content) -> str:
        """What differs between two contents of a document."""
        found = sorted(differences(before, after), key=lambda each: each.is_reason)
        said = list(dict.fromkeys(self._change(each, before, after) for each in found))
        if not said:
            return Message("editing.told_layout")
        shown = joined(said[:_MOST], "line")
        return shown if len(said) <= _MOST else Message("editing.told_more", said=shown, n=len(said) - _MOST)

    def row(self, codes: Sequence[str]) -> str:
        """What names a row of a table."""
        return joined([self.of(code) for code in codes], "space")

    def cells(self, name: str, before: Mapping[str, str], after: Mapping[str, str]) -> str:
        """What differs between two rows of a table."""
        said = [
            Message(
                "editing.told_value", place=label(column), before=self.of(before.get(column, "")), after=self.of(value)
            )
            for column, value in after.items()
            if before.get(column, "") != value
        ]
        return Message("editing.told_at", place=name, said=joined(said, "semicolon")) if said else name

    def problems(self, found: Sequence[Problem]) -> list[Problem]:
        """The same problems, those on judgements with titles in place of codes."""
        return [replace(each, message=self._titled(each.message), hint=self._titled(each.hint)) for each in found]

    def _titled(self, message: object) -> str:
        if not isinstance(message, Message):
            return str(message)
        if not message.code.startswith(("weighting.", "errors.")):
            return message
        return Message(message.code, **{name: self._slot(name, value) for name, value in message.slots.items()})

    def _slot(self, name: str, value: object) -> object:
        if isinstance(value, Message):
            return self._titled(value)
        if name not in _CODED:
            return value
        return label("dimensions") if value == "dimensions" else self.of(value)

    def _change(self, each: Difference, before: Content, after: Content) -> str:
        if each.is_judgement:
            return self._judgement(each, judge_of(each.path, before))
        whole = after if each.before is MISSING else before
        place = self.place(each.path, whole)
        if each.is_item:
            gone = each.after is MISSING
            item = self.of(item_of(each.before if gone else each.after))
            return Message("editing.told_gone" if gone else "editing.told_added", place=place, item=item)
        return Message("editing.told_value", place=place, before=self.of(each.before), after=self.of(each.after))

    def _judgement(self, each: Difference, judge: str) -> str:
        was, now = (
            Message(
                said_by(said["by"]), more=self.of(said["more"]), than=self.of(said["than"]), by=shown_as(said["by"])
            )
            for said in (each.before, each.after)
        )
        said = Message("editing.told_reason", said=now)
        if not each.is_reason:
            said = Message("editing.told_judgement", now=now, was=was)
        return Message("editing.told_at", place=judge, said=said) if judge else said

    def place(self, path: Path, content: Content) -> str:
        """A place by the words of the form, from the outside to the inside."""
        steps: list[str] = []
        for step in path:
            known = dict(enumerate(content)) if isinstance(content, list) else content
            content = known.get(step) if isinstance(known, dict) else None
            if isinstance(step, int):
                steps.append(self._item(content, step + 1))
            else:
                steps.append(self.of(step) if step in self._titles else label(step))
        place = steps[0] if steps else ""
        for step in steps[1:]:
            place = Message("editing.told_inside", outer=place, inner=step)
        return place

    def _item(self, content: Content, number: int) -> str:
        """What names an item of a list: its title or name, else its number."""
        if isinstance(content, dict) and "than" in content:
            return Message("editing.told_nth", n=number)
        named = content.get("title") or item_of(content) if isinstance(content, dict) else None
        return self.of(named) if isinstance(named, str) or (named and named is not content) else str(number)
