/// The abbreviations of kinds that `kubectl api-resources` lists and that are no beginnings of them.
enum ShortNames {
  /// The kind, in small letters, of each abbreviation.
  static let kinds = [
    "cj": "cronjob", "cm": "configmap", "crd": "customresourcedefinition",
    "crds": "customresourcedefinition", "cs": "componentstatus", "csr": "certificatesigningrequest",
    "ds": "daemonset", "ep": "endpoints", "ev": "event",
    "hpa": "horizontalpodautoscaler", "ing": "ingress", "netpol": "networkpolicy",
    "no": "node", "ns": "namespace", "pc": "priorityclass", "pdb": "poddisruptionbudget",
    "po": "pod", "pv": "persistentvolume", "pvc": "persistentvolumeclaim", "quota": "resourcequota",
    "rc": "replicationcontroller", "rs": "replicaset", "sa": "serviceaccount", "sc": "storageclass",
    "sts": "statefulset", "svc": "service",
  ]
}
