#!/bin/sh
# A snapshot of every collection on every node, written to the snapshots volume
# of that node; the newest $KEEP snapshots of a collection stay.
set -eu

umask 077
printf 'api-key: %s\n' "$QDRANT_API_KEY" > /tmp/headers

request() {
  curl --fail --silent --show-error --max-time 1800 --header @/tmp/headers "$@"
}

names() {
  grep -o '"name":"[^"]*"' | cut -d '"' -f 4 | sort
}

node=0
while :; do
  url="http://qdrant-$node.qdrant-headless.mlcf.svc.cluster.local:6333"
  if ! curl --fail --silent --max-time 10 --output /dev/null "$url/readyz"; then
    # The first nodes must answer; beyond them the StatefulSet simply ends.
    if [ "$node" -lt "$NODES" ]; then
      echo "$url does not answer" >&2
      exit 1
    fi
    break
  fi
  for collection in $(request "$url/collections" | names); do
    request --request POST --output /dev/null "$url/collections/$collection/snapshots?wait=true"
    request "$url/collections/$collection/snapshots" | names > /tmp/snapshots
    surplus=$(($(wc -l < /tmp/snapshots) - KEEP))
    if [ "$surplus" -gt 0 ]; then
      head -n "$surplus" /tmp/snapshots | while read -r old; do
        request --request DELETE --output /dev/null "$url/collections/$collection/snapshots/$old?wait=true"
      done
    fi
    echo "node $node: $collection"
  done
  node=$((node + 1))
done
