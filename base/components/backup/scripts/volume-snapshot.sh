#!/bin/sh
# A VolumeSnapshot of every database volume. Each series is a ring of $SLOTS
# names: the oldest snapshot of a volume makes room for the new one, so nothing
# has to be searched to keep to the retention.
set -eu

server=https://kubernetes.default.svc
account=/var/run/secrets/kubernetes.io/serviceaccount
snapshots=$server/apis/snapshot.storage.k8s.io/v1/namespaces/mlcf/volumesnapshots
claims=$server/api/v1/namespaces/mlcf/persistentvolumeclaims

umask 077
printf 'Authorization: Bearer %s\n' "$(cat "$account/token")" > /tmp/headers

request() {
  curl --silent --show-error --max-time 20 --cacert "$account/ca.crt" --header @/tmp/headers "$@"
}

status() {
  request --output /dev/null --write-out '%{http_code}' "$@"
}

slot=$(($(date +%s) / PERIOD_SECONDS % SLOTS))
request --fail "$claims" |
  grep -oE '"name": ?"(storage-qdrant-[0-9]+|data-neo4j-[0-9]+|neo4j-backups|neo4j-dumps)"' |
  cut -d '"' -f 4 | sort -u > /tmp/claims
if ! [ -s /tmp/claims ]; then
  echo "no volumes found" >&2
  exit 1
fi

failed=0
while read -r claim; do
  name="$SERIES-$claim-$slot"
  status --request DELETE "$snapshots/$name" > /dev/null
  tries=0
  until [ "$(status "$snapshots/$name")" = 404 ] || [ "$tries" -ge 10 ]; do
    tries=$((tries + 1))
    sleep 2
  done
  sed -e "s/@NAME@/$name/" -e "s/@SERIES@/$SERIES/" -e "s/@CLAIM@/$claim/" \
    /etc/mlcf/volume-snapshot.json > /tmp/snapshot.json
  code=$(status --request POST --header 'Content-Type: application/json' \
    --data @/tmp/snapshot.json "$snapshots")
  echo "$name: $code"
  [ "$code" = 201 ] || failed=1
done < /tmp/claims
exit "$failed"
