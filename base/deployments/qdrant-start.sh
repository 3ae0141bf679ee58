#!/bin/sh
# Pod 0 founds the cluster. Every other pod joins it through the headless
# Service; a pod that is already a member finds its peers in its own storage.
set -eu

domain=qdrant-headless.mlcf.svc.cluster.local
self="http://${POD_NAME}.${domain}:6335"

cd /qdrant
if [ "${POD_NAME##*-}" = 0 ]; then
  exec ./entrypoint.sh --uri "$self"
fi
exec ./entrypoint.sh --bootstrap "http://qdrant-0.${domain}:6335" --uri "$self"
