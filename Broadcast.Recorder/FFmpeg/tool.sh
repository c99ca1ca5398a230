#!/bin/sh
# Stands in front of FFmpeg and FFprobe under their names: everything else on the machine goes first, unless what they make is watched
# as it comes, and they end with the process that started them, however that one ends. Where setpriv cannot see to that, the next start does (LeftTools), by BROADCAST_HOST.
export BROADCAST_HOST=$PPID
case "$0" in */live/*) patiently= ;; *) patiently="nice -n 19" ;; esac
if setpriv --pdeathsig KILL true 2> /dev/null; then
    exec $patiently setpriv --pdeathsig KILL "${0##*/}" "$@"
fi
exec $patiently "${0##*/}" "$@"
