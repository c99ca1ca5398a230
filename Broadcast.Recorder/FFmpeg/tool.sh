#!/bin/sh
# Stands in front of FFmpeg and FFprobe under their names: everything else on the machine goes first, and they end with the process
# that started them, however that one ends. Where setpriv cannot see to that, the next start does (LeftTools), by BROADCAST_HOST.
export BROADCAST_HOST=$PPID
if setpriv --pdeathsig KILL true 2> /dev/null; then
    exec nice -n 19 setpriv --pdeathsig KILL "${0##*/}" "$@"
fi
exec nice -n 19 "${0##*/}" "$@"
