#!/usr/bin/env bash
# Makes a Debian 13 root with wine 10, in which test_wine.py tries the installers: setup_wine.sh [FOLDER], as root.
# Some 2 GB and a few minutes the first time; afterwards it only mounts what a restart of the machine took away.
# setup_wine.sh --down [FOLDER] takes the mounts away again.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
down=""; [ "${1:-}" = --down ] && { down=yes; shift; }
root=${1:-$here/../../build/wine}
mounted() { mountpoint -q "$root/$1"; }

if [ -n "$down" ]; then
  for place in tmp/.X11-unix dev proc; do if mounted $place; then umount "$root/$place"; fi; done
  exit
fi
for tool in debootstrap Xvfb xdotool import; do
  command -v $tool > /dev/null || { echo "missing: apt-get install debootstrap xvfb xdotool imagemagick" >&2; exit 1; }
done
if ! chroot "$root" wine --version > /dev/null 2>&1; then
  debootstrap --variant=minbase --include=wine,wine64,libgl1,libegl1,fontconfig,fonts-dejavu-core trixie "$root"
  cp /etc/resolv.conf "$root/etc/"
  # the installer itself is a 32-bit program, as most are
  chroot "$root" sh -c 'dpkg --add-architecture i386 && apt-get -q update && apt-get -q install -y --no-install-recommends wine32:i386 libfaketime libfaketime:i386'
fi
[ -s "$root/etc/hosts" ] || echo "127.0.0.1 localhost" > "$root/etc/hosts" # Windows always knows its own machine
mkdir -p "$root/w" "$root/tmp/.X11-unix" /tmp/.X11-unix
mounted proc || mount -t proc proc "$root/proc"
mounted dev || mount --bind /dev "$root/dev"
mounted tmp/.X11-unix || mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix"
echo "ready: $root"
