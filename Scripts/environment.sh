# What Scripts/deploy and Scripts/cleanup share; they source it.
#
# A bundle is cut into phases, in the order in which an environment comes up: a file
# $work/PHASE.yaml with the resources and $work/PHASE.list with their names.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
namespace=mlcf
phases=(cluster namespace security configuration storage services databases api rest)

environment='' context='' bundle='' confirmed='' is_dry_run='' deletes_data='' timeout=20m

fail() {
  echo "$(basename "$0"): $*" >&2
  exit 1
}

usage() {
  # The comment at the head of the script is its help.
  sed -n '2,/^[^#]/{s/^# \{0,1\}//p;}' "$0"
}

# Reads the arguments; the first is the names of the options that the script has.
read_arguments() {
  local options=" $1 "
  shift
  while [ $# -gt 0 ]; do
    case $1 in
      --help | -h) usage && exit ;;
      --*)
        [[ $options == *" $1 "* ]] || fail "unknown option $1; see --help"
        case $1 in
          --dry-run) is_dry_run=yes && shift && continue ;;
          --delete-data) deletes_data=yes && shift && continue ;;
        esac
        [ $# -ge 2 ] || fail "$1 needs a value"
        case $1 in
          --context) context=$2 ;;
          --bundle) bundle=$2 ;;
          --timeout) timeout=$2 ;;
          --yes-i-mean) confirmed=$2 ;;
        esac
        shift
        ;;
      *)
        [ -z "$environment" ] || fail "one environment at a time; see --help"
        environment=$1
        ;;
    esac
    shift
  done
  [ -n "$environment" ] || fail "which environment? see --help"
  [ -d "$root/overlays/$environment" ] || fail "there is no overlays/$environment"
  [ -n "$context" ] || fail "which cluster? name its context with --context"
}

# Renders the environment, unless a bundle is given, and cuts it into phases.
prepare_phases() {
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  if [ -z "$bundle" ]; then
    local compose=mlcf-compose
    command -v "$compose" >/dev/null || compose=$root/.build/release/mlcf-compose
    bundle=$work/bundle.yaml
    "$compose" build "$root/overlays/$environment" >"$bundle" || fail "the build failed"
  fi
  [ -f "$bundle" ] || fail "there is no bundle $bundle"
  awk -v work="$work" '
    BEGIN {
      phase["StorageClass"] = "cluster"
      phase["Namespace"] = "namespace"
      # Before any pod: what is not allowed must be denied from the start.
      split("ServiceAccount Role RoleBinding NetworkPolicy PeerAuthentication" \
        " AuthorizationPolicy DestinationRule", security, " ")
      for (i in security) phase[security[i]] = "security"
      split("ConfigMap Secret SealedSecret SecretStore ExternalSecret", configuration, " ")
      for (i in configuration) phase[configuration[i]] = "configuration"
      phase["PersistentVolumeClaim"] = "storage"
      phase["Service"] = "services"
      phase["StatefulSet"] = "databases"
      phase["Deployment"] = "api"
    }
    function flush() {
      if (section != "") {
        if (kind == "" || name == "") exit 1
        to = work "/" (kind in phase ? phase[kind] : "rest")
        printf "---\n%s", text > (to ".yaml")
        print tolower(kind) "/" name > (to ".list")
        if (kind == "Namespace") print environment > (work "/environment")
      }
      text = kind = name = environment = section = ""
    }
    /^---/ { flush(); next }
    /^[^ #]/ { section = $1 }
    /^kind: / { kind = $2 }
    section == "metadata:" && /^  name: / { name = $2 }
    section == "metadata:" && /^    environment: / { environment = $2 }
    { text = text $0 "\n" }
    END { flush() }
  ' "$bundle" || fail "a document of $bundle has no kind or no name in block style"
  # A bundle of prod is prod, whatever it is called here.
  [ "$(cat "$work/environment" 2>/dev/null)" = "$environment" ] ||
    fail "the Namespace of this bundle does not bear the label environment: $environment"
}

# Refuses the wrong cluster, and prod unless it is meant. The argument says what will be done.
require_consent() {
  [ -z "$is_dry_run" ] || return 0
  local current
  current=$(kubectl config current-context) || fail "kubectl has no current context"
  [ "$current" = "$context" ] ||
    fail "the current context is $current, not $context: kubectl config use-context $context"
  if [ -n "$confirmed" ]; then
    [ "$confirmed" = "$environment" ] || fail "you mean $confirmed, this is $environment"
  elif [ "$environment" = prod ]; then
    printf '%s in the cluster %s. Type prod to go on: ' "$1" "$context" >&2
    read -r confirmed || true
    [ "$confirmed" = prod ] || fail "not confirmed; nothing was changed"
  fi
}

# Runs kubectl in the named context, or prints the command.
run() {
  if [ -n "$is_dry_run" ]; then
    echo "kubectl --context $context $*"
  else
    kubectl --context "$context" "$@"
  fi
}

# Hands the resources of a phase to `kubectl …`, and says which they are.
run_on_phase() {
  local phase=$1
  shift
  [ -f "$work/$phase.list" ] || return 0
  echo "# $phase: $(paste -s -d " " "$work/$phase.list")"
  run "$@" --filename - <"$work/$phase.yaml"
}
