# Dumps the database once, with "once" as the argument, or every night at 2 in the container's time zone.
set -eu
folder=${BACKUP_FOLDER:-/backups}

dump() {
    file=$folder/pipestream-$(date +%Y%m%d-%H%M%S).dump
    # A name of its own until it is whole: what ends in .dump can be restored.
    pg_dump --format=custom --file="$file.part"
    mv "$file.part" "$file"
    echo "dumped $file"
    find "$folder" -name 'pipestream-*.dump' -mtime +14 -delete
}

if [ "${1:-}" = once ]; then
    dump
    exit
fi
while :; do
    now=$(date +%s)
    next=$(date -d 'today 02:00' +%s)
    [ "$next" -gt "$now" ] || next=$(date -d 'tomorrow 02:00' +%s)
    sleep $((next - now))
    dump || echo "dump failed; the next is tried tomorrow" >&2
done
