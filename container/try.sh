#!/bin/sh
# Tries an image without a daemon, by buildah: the main job, the desk's health, the short tests, in a copy of this checkout.
#   container/try.sh [NAME]        NAME of container/build.sh; needs a network for the packages of the tests
# As root. Where the kernel lets nobody mount layers (inside a container): BUILDAH_ISOLATION=chroot STORAGE_DRIVER=vfs.
# Tests that need a browser, poppler or qpdf are skipped: the image has none of them.
set -eu
cd "$(dirname "$0")/.."
name=${1:-criticality} room=$(mktemp -d)
made=$(buildah from "$name")
trap 'buildah rm "$made" >/dev/null; rm -rf "$room"' EXIT
git clone --quiet . "$room/copy"
chown -R 10001:10001 "$room"
inside() { buildah run --user 10001:10001 --volume "$room/copy:/workspace" --workingdir /workspace $own "$made" -- "$@"; }
# An index of packages and a certificate of your own, as container/build.sh takes them.
own=''
[ -z "${PIP_INDEX_URL:-}" ] || own="--env PIP_INDEX_URL=$PIP_INDEX_URL"
[ -z "${PIP_CERT:-}" ] || own="$own --volume $PIP_CERT:/run/own.crt:ro --env PIP_CERT=/run/own.crt"

inside criticality run --draws 500 --lang en
inside sh -c 'criticality desk --port 8765 >/tmp/desk.log 2>&1 & desk=$!
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    sleep 1
    python3 -c "import urllib.request; urllib.request.urlopen(\"http://127.0.0.1:8765/health\", timeout=4)" 2>/dev/null && kill $desk && echo "the desk answers" && exit
done
cat /tmp/desk.log && kill $desk && exit 1'
inside sh -c 'exec /workspace/criticality test'
