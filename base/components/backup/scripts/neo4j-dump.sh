#!/bin/sh
# A complete, checked copy as one archive; the newest $KEEP archives stay.
# "neo4j-admin dump" needs a stopped database, an online backup does not.
set -eu

stamp=$(date -u +%Y%m%dT%H%M%SZ)
work=/dumps/.work
rm -rf "$work"
mkdir -p "$work"

for database in system neo4j; do
  neo4j-admin backup \
    --from=neo4j-backup.mlcf.svc.cluster.local:6362 \
    --database="$database" \
    --backup-dir="$work" \
    --check-consistency=true \
    --report-dir=/tmp
done

tar -C "$work" -czf "/dumps/.neo4j-$stamp.tar.gz" .
mv "/dumps/.neo4j-$stamp.tar.gz" "/dumps/neo4j-$stamp.tar.gz"
rm -rf "$work"

find /dumps -maxdepth 1 -name 'neo4j-*.tar.gz' | sort -r | tail -n "+$((KEEP + 1))" |
  while read -r old; do
    rm -- "$old"
  done
ls -l /dumps
