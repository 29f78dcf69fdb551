"""The image: what its file copies is there, what it installs is what the documents say, and it runs without rights."""

import json
import re
import subprocess
import tomllib
from pathlib import Path

import yaml

from criticality.cli.main import app
from criticality.cli.terminal.help import command_tree
from criticality.desk.sign_on import Entry

ROOT = Path(__file__).parents[1]
ROOM = ROOT / "container"
TEXT = (ROOM / "Containerfile").read_text("utf-8")
STEPS = [tuple(step.split(maxsplit=1)) for step in re.sub(r"(?m)^#.*\n| \\\n", "", TEXT).splitlines() if step]
GUIDE = (ROOT / "docs/how-to/container.md").read_text("utf-8")


def said(word: str) -> list[str]:
    return [rest for first, rest in STEPS if first == word]


def test_every_step_is_one_that_a_containerfile_has() -> None:
    known = {"ARG", "FROM", "RUN", "COPY", "ENV", "USER", "WORKDIR", "HEALTHCHECK", "ENTRYPOINT", "CMD"}
    assert {first for first, _ in STEPS} <= known
    assert (STEPS[0][0], STEPS[1]) == ("ARG", ("FROM", "${BASE}"))
    for step in (*said("ENTRYPOINT"), *said("CMD"), said("HEALTHCHECK")[0].partition(" CMD ")[2]):
        assert json.loads(step)


def test_every_file_that_it_copies_is_there() -> None:
    copied = [word for step in said("COPY") for word in step.split()[:-1] if not word.startswith("--")]
    assert set(copied) == {"requirements-desk.lock", "LICENSE", "src", "container/criticality"}
    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert (ROOM / "build.sh").stat().st_mode & 0o111


def test_the_lock_that_it_installs_holds_every_package_of_the_program() -> None:
    lock = (ROOT / "requirements-desk.lock").read_text("utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for wanted in (*project["dependencies"], *project["optional-dependencies"]["desk"]):
        name = re.match(r"[a-z0-9-]+", wanted)
        assert name
        assert re.search(rf"(?m)^{name[0]}==", lock), wanted
    assert "--require-hashes" in TEXT


def test_the_image_of_a_cluster_holds_the_lock_of_a_cluster_over_the_same_packages() -> None:
    text = (ROOM / "Containerfile.cluster").read_text("utf-8")
    assert "COPY requirements-cluster.lock" in text
    assert "--require-hashes" in text
    assert re.findall(r"(?m)^USER (.+)$", text) == ["0", "10001:10001"]
    pinned = [
        dict(re.findall(r"(?m)^([a-z0-9._-]+)==(\S+)", (ROOT / f"requirements-{name}.lock").read_text("utf-8")))
        for name in ("desk", "cluster")
    ]
    both = pinned[0].keys() & pinned[1].keys()
    assert "numpy" in both
    assert {name: pinned[0][name] for name in both} == {name: pinned[1][name] for name in both}


def test_it_brings_the_system_packages_of_the_door() -> None:
    (native,) = re.findall(r"native_packages='([^']+)'", (ROOT / "criticality").read_text("utf-8"))
    assert set(native.split()) <= set(said("RUN")[0].split())


def test_it_is_no_root_and_writes_nothing_but_the_workspace() -> None:
    assert said("USER") == ["10001:10001"]
    assert STEPS[-1][0] == "CMD"
    desk = yaml.safe_load((ROOM / "compose.yaml").read_text("utf-8"))["services"]["desk"]
    assert desk["read_only"] is True
    assert (desk["cap_drop"], desk["tmpfs"]) == (["ALL"], ["/tmp"])
    assert desk["network_mode"] == "host"


def test_the_commands_that_it_is_given_exist() -> None:
    words = set(command_tree(app).commands)
    given = re.findall(r"/workspace\" criticality (\w+)", GUIDE)
    desk = yaml.safe_load((ROOM / "compose.yaml").read_text("utf-8"))["services"]["desk"]
    assert {"run", "desk"} == set(given)
    assert {*given, desk["command"][0]} <= words
    (port,) = set(re.findall(r"127\.0\.0\.1:(\d+)/health", TEXT))
    assert desk["command"][1:] == ["--port", port]
    assert f"desk --port {port}" in GUIDE


OFFICE = ROOM / "office"


def options_of_the_desk() -> set[str]:
    return {option for each in command_tree(app).commands["desk"].params for option in each.opts}


def test_behind_the_sign_on_the_desk_has_no_network_and_no_rights() -> None:
    services = yaml.safe_load((OFFICE / "compose.yaml").read_text("utf-8"))["services"]
    desk = services["desk"]
    assert (desk["network_mode"], desk["read_only"], desk["cap_drop"]) == ("none", True, ["ALL"])
    assert "ports" not in desk
    assert [name for name, each in services.items() if any("/workspace" in volume for volume in each["volumes"])] == [
        "desk"
    ]
    assert {word.partition("=")[0] for word in desk["command"][1:]} <= options_of_the_desk()
    (socket,) = re.findall(r"--uds=(\S+)", " ".join(desk["command"]))
    assert f"unix:{socket};" in (OFFICE / "nginx.conf").read_text("utf-8")
    assert socket in desk["healthcheck"]["test"][-1]
    compile(desk["healthcheck"]["test"][-1], "healthcheck", "exec")


def test_the_service_of_systemd_asks_for_options_that_exist() -> None:
    text = (OFFICE / "criticality-desk.service").read_text("utf-8").replace("\\\n", " ")
    (start,) = re.findall(r"(?m)^ExecStart=(.*)$", text)
    assert set(re.findall(r"--[a-z-]+", start)) <= options_of_the_desk()
    assert "--auth proxy" in start
    assert {"NoNewPrivileges=yes", "ProtectSystem=strict", "RestrictAddressFamilies=AF_UNIX"} <= set(text.splitlines())


def test_nginx_sets_every_header_that_the_desk_believes_wherever_it_passes_a_request_on() -> None:
    text = re.sub(r"#.*", "", (OFFICE / "nginx.conf").read_text("utf-8"))
    believed = {Entry().user_header, Entry().email_header, Entry().groups_header}
    server = text.partition("server_name")[2]
    outside = re.sub(r"location [^{]*\{[^{}]*\}", "", server)
    assert set(re.findall(r'proxy_set_header (\S+) "";', outside)) == believed
    for name, block in re.findall(r"location ([^{]*)\{([^{}]*)\}", server):
        if "http://desk" in block and "proxy_set_header" in block:  # one set there takes away those around it
            assert believed <= set(re.findall(r"proxy_set_header (\S+)", block)), name


def test_in_a_container_nginx_is_nobody_special_and_finds_its_files() -> None:
    """An ordinary user may write below /tmp alone, and open port 443 under podman only where this is said."""
    services = yaml.safe_load((OFFICE / "compose.yaml").read_text("utf-8"))["services"]
    nginx = services["nginx"]
    main = (OFFICE / "nginx-main.conf").read_text("utf-8")
    assert nginx["tmpfs"] == ["/tmp"]
    assert nginx["sysctls"] == {"net.ipv4.ip_unprivileged_port_start": 443}
    assert [
        place for place in re.findall(r"(?m)^ *(?:pid|\w+_temp_path) (\S+);", main) if not place.startswith("/tmp/")
    ] == []
    assert len(re.findall(r"_temp_path", main)) == 5
    mounted = dict(volume.split(":")[:2] for volume in nginx["volumes"] if volume.startswith("./"))
    brought = {"./desk.crt", "./desk.key"}  # by the office
    assert [name for name in mounted if name not in brought and not (OFFICE / name).is_file()] == []
    assert mounted["./nginx-main.conf"] in nginx["command"]
    assert f"include {mounted['./nginx.conf']};" in main
    assert services["sign-on"]["depends_on"] == ["nginx"]  # whose network it shares


def test_a_shell_reads_the_scripts() -> None:
    for name in ("build.sh", "criticality"):
        assert subprocess.run(["sh", "-n", ROOM / name], check=False).returncode == 0
    python = re.search(r"-c '([^']+)'", (ROOM / "criticality").read_text("utf-8"))
    assert python
    compile(python[1], "container/criticality", "exec")
