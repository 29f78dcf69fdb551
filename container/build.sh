#!/bin/sh
# Builds the image without a daemon, by buildah (Debian: buildah).
#   container/build.sh [NAME]              on Debian's image from a registry of images
#   container/build.sh --bootstrap [NAME]  on a Debian made here from its packages (mmdebstrap): no registry of images
#   container/build.sh --cluster [NAME]    on the image NAME that is there: NAME-cluster, for a scheduler and workers of Dask
# As root. Where the kernel lets nobody mount layers (inside a container): BUILDAH_ISOLATION=chroot STORAGE_DRIVER=vfs.
# BASE names another base image, such as one of a mirror of your own; PIP_INDEX_URL a package index of your own,
# PIP_CERT the file of its certificates.
set -eu
cd "$(dirname "$0")/.."
base=${BASE:-docker.io/library/debian:bookworm-slim} bootstrap=no file=Containerfile
case "${1:-}" in
--bootstrap) bootstrap=yes && shift ;;
--cluster) file=Containerfile.cluster && shift ;;
esac
name=${1:-criticality}
if [ "$file" = Containerfile.cluster ]; then base=${BASE:-$name} name=$name-cluster; fi
for tool in buildah $([ "$bootstrap" = no ] || echo mmdebstrap); do
    command -v "$tool" >/dev/null || {
        echo "container/build.sh: $tool is not here; type: sudo apt-get install $tool" >&2
        exit 3
    }
done
if [ "$bootstrap" = yes ]; then
    room=$(mktemp -d)
    trap 'rm -rf "$room"' EXIT
    mmdebstrap --variant=minbase bookworm "$room/root.tar"
    made=$(buildah from scratch)
    buildah add --quiet "$made" "$room/root.tar" / >/dev/null
    base=localhost/criticality-base
    buildah commit --quiet --rm "$made" "$base" >/dev/null
fi
set -- --build-arg "BASE=$base" --file "container/$file" --format docker --tag "$name"
[ -z "${PIP_INDEX_URL:-}" ] || set -- "$@" --build-arg "PIP_INDEX_URL=$PIP_INDEX_URL"
[ -z "${PIP_CERT:-}" ] || set -- "$@" --volume "$PIP_CERT:/run/own.crt:ro" --build-arg PIP_CERT=/run/own.crt
buildah build "$@" .
echo "$name"
