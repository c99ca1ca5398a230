#!/usr/bin/env bash
# Makes this machine ready: deploy/setup.sh run | test | cluster | bench. Says in one line what it installs, and nothing if nothing is missing.
set -euo pipefail

missing() { echo "Broadcast needs $1, which is missing here: $2" >&2; exit 1; }

require_toolchain() {
    command -v dotnet >/dev/null || missing "the .NET 10 SDK" "see https://dotnet.microsoft.com/download"
    [[ "$(dotnet --version 2>/dev/null)" == 10.* ]] || missing "the .NET 10 SDK" "dotnet --version says $(dotnet --version 2>&1 | head -1)"
    command -v npm >/dev/null || missing "Node.js 20 or later with npm" "see https://nodejs.org"
    (( $(node -p 'process.versions.node.split(".")[0]') >= 20 )) || missing "Node.js 20 or later" "node --version says $(node --version)"
}

is_installed() { dpkg-query -W -f '${db:Status-Abbrev}\n' "$1" 2>/dev/null | grep -q '^ii'; }

install_packages() {
    local wanted=() package
    for package in "$@"; do is_installed "$package" || wanted+=("$package"); done
    (( ${#wanted[@]} )) || return 0
    command -v apt-get >/dev/null || missing "${wanted[*]}" "install them with this system's package manager"
    local sudo=(); (( EUID == 0 )) || sudo=(sudo -n)
    echo "Installing ${wanted[*]//[\^\[\]\$+]/} with apt (a minute or two the first time)."
    local log; log=$(mktemp)
    if ! { "${sudo[@]}" apt-get update -qq \
        && DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -y -qq --no-install-recommends "${wanted[@]}"; } >"$log" 2>&1; then
        tail -5 "$log" >&2
        missing "${wanted[*]}" "apt-get could not install them (its last words are above)"
    fi
    rm -f "$log"
}

# Programs that tests start by themselves: what their packages would start at once and at boot stays off, which is what
# policy-rc.d is for. A machine that has such a policy keeps it.
install_without_services() {
    local package policy=/usr/sbin/policy-rc.d
    for package in "$@"; do
        if is_installed "$package"; then continue; fi
        local sudo=(); (( EUID == 0 )) || sudo=(sudo -n)
        if [[ -e $policy ]]; then
            install_packages "$package"
        else
            printf '#!/bin/sh\nexit 101\n' | "${sudo[@]}" install -m 0755 /dev/stdin "$policy"
            ( trap '"${sudo[@]}" rm -f "$policy"' EXIT; install_packages "$package" )
        fi
        [[ ! -d /run/systemd/system ]] || "${sudo[@]}" systemctl disable --quiet "$package" >/dev/null 2>&1 || true
    done
}

# WebRTC of others, in Python: aiortc and GStreamer's webrtcbin.
clients=(python3-aiortc python3-numpy python3-gst-1.0 gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-plugins-bad
    gstreamer1.0-nice gir1.2-gst-plugins-bad-1.0 gir1.2-nice-0.1)

# Names and titles in every script, and emoji, on recordings.
fonts=(pango1.0-tools fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji)

# Faster AES-GCM, where there is such a thing.
crypto=(); [[ "$(uname -m)" != x86_64 ]] || crypto=(libipsec-mb1)
# Names are normalised by ICU, whose package bears its version.
icu=(); is_installed 'libicu[0-9]*' || icu=('^libicu[0-9]+$')

require_toolchain
case "${1:-run}" in
    run) install_packages libssl3 libopus0 "${icu[@]}" "${crypto[@]}" ffmpeg "${fonts[@]}" ;;
    test) install_packages libssl3 libopus0 "${icu[@]}" "${crypto[@]}" ffmpeg "${fonts[@]}" chromium firefox-esr nginx-light "${clients[@]}"
        install_without_services postgresql redis-server prometheus coturn ;;
    cluster) install_packages libssl3 libopus0 "${icu[@]}" "${crypto[@]}" ffmpeg "${fonts[@]}" nginx-light curl
        install_without_services postgresql redis-server ;;
    bench) install_packages libssl3 libopus0 "${icu[@]}" "${crypto[@]}" ffmpeg "${fonts[@]}" janus iproute2 util-linux ;;
    *) echo "usage: deploy/setup.sh run|test|cluster|bench" >&2; exit 2 ;;
esac
