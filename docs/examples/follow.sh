#!/bin/sh
# Runs a command for each event of a trigger, and goes on after the last one that it ended well for, whenever it is started.
#
#   PIPESTREAM_URL=http://localhost:8080 PIPESTREAM_API_KEY=... ./follow.sh SLUG PLACE-FILE FILTER COMMAND...
#
# The command gets the event, a line of JSON, on its standard input. Needs curl alone; see docs/triggers.md#the-stream.
set -eu
slug=$1 place_file=$2 filter=$3
shift 3

place=
[ ! -f "$place_file" ] || place=$(cat "$place_file")

# A connection may break; what comes after the pause begins behind the last message.
while :; do
    curl --silent --no-buffer --get \
        --header "Authorization: Bearer $PIPESTREAM_API_KEY" \
        --header "Last-Event-ID: $place" \
        --data-urlencode "filter=$filter" \
        "$PIPESTREAM_URL/api/triggers/$slug/stream" |
        while IFS= read -r line; do
            case $line in
                id:*) id=${line#id:} id=${id# } ;;
                data:*) printf '%s\n' "${line#data:}" | "$@" || exit 1 ;;
                # An empty line ends a message; its place is kept once the command ended well.
                '')
                    if [ -n "${id:-}" ]; then
                        printf '%s' "$id" >"$place_file.new"
                        mv "$place_file.new" "$place_file"
                    fi
                    ;;
            esac
        done || exit 1
    [ ! -f "$place_file" ] || place=$(cat "$place_file")
    sleep 1
done
