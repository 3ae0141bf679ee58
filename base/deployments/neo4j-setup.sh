#!/bin/sh
# The root file system is read-only, so the configuration that the entry point
# completes and the plugins that Neo4j loads are copied to writable volumes.
# APOC comes with the image: no download, and always the matching version.
set -eu

cp -r /var/lib/neo4j/conf/. /setup/conf/
cp /var/lib/neo4j/labs/apoc-*-core.jar /setup/plugins/
ls -l /setup/plugins
