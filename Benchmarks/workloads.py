#!/usr/bin/env python3
"""Inputs for the benchmarks: kustomizations that grow in one respect each.

  workloads.py NAME SIZE DIR     writes one, and prints the directory to build
  workloads.py                   lists them

The same name and size always give the same bytes.
"""
import os
import sys


class Workload:
    def __init__(self, name, what, unit, sizes, write):
        self.name = name          # of the workload
        self.what = what          # it measures, one line
        self.unit = unit          # what `size` counts
        self.sizes = sizes        # to measure, at least four if the time is to grow
        self.write = write        # (folder, size) -> the directory to build, relative to the folder


WORKLOADS = []


def workload(what, unit, *sizes):
    """Registers a function under its name, with dashes."""
    def register(function):
        name = function.__name__.replace('_', '-')
        WORKLOADS.append(Workload(name, what, unit, list(sizes), function))
        return function
    return register


def find(name):
    for each in WORKLOADS:
        if each.name == name:
            return each
    sys.exit('no workload %s; there are: %s' % (name, ', '.join(w.name for w in WORKLOADS)))


def put(folder, path, text):
    path = os.path.join(folder, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'w', encoding='utf-8') as file:
        file.write(text)


# Pieces


def config_map(name, value='info'):
    return '''\
apiVersion: v1
kind: ConfigMap
metadata:
  name: %s
data:
  LOG_LEVEL: %s
  DATABASE_HOST: database.example.internal
  settings.yaml: |
    cache:
      size: 128
      ttl: 30s
''' % (name, value)


def service(name):
    return '''\
apiVersion: v1
kind: Service
metadata:
  name: %s
spec:
  selector:
    app: %s
  ports:
  - name: http
    port: 80
    targetPort: http
''' % (name, name)


def deployment(name, config='settings', environment=''):
    return '''\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: %s
  labels:
    app: %s
spec:
  replicas: 1
  selector:
    matchLabels:
      app: %s
  template:
    metadata:
      labels:
        app: %s
    spec:
      containers:
      - name: main
        image: registry.example.com/shop/api:1.0.0
        args: ["--port", "8080"]
        ports:
        - containerPort: 8080
          name: http
        envFrom:
        - configMapRef:
            name: %s
%s        resources:
          requests:
            cpu: 100m
            memory: 128Mi
''' % (name, name, name, name, config, environment)


def documents(items):
    return '---\n'.join(items)


# Workloads


@workload('One ConfigMap: what a process costs before it does anything.', 'resources', 1)
def start_up(folder, size):
    put(folder, 'configmap.yaml', config_map('settings'))
    put(folder, 'kustomization.yaml', 'resources:\n- configmap.yaml\n')
    return '.'


@workload('Small resources with namePrefix, labels, namespace and images.', 'resources',
          1000, 3000, 10000, 30000)
def resources(folder, size):
    makers = [deployment, service, config_map]
    put(folder, 'resources.yaml', documents(
        makers[i % 3]('item-%05d' % i) for i in range(size)))
    put(folder, 'kustomization.yaml', '''\
namespace: shop
namePrefix: prod-
labels:
- pairs:
    team: checkout
  includeSelectors: true
images:
- name: registry.example.com/shop/api
  newTag: 2.3.4
resources:
- resources.yaml
''')
    return '.'


@workload('Strategic merge patches that each name one Deployment.', 'patches',
          300, 1000, 3000, 10000, 30000)
def named_patches(folder, size):
    names = ['item-%05d' % i for i in range(size)]
    put(folder, 'resources.yaml', documents(map(deployment, names)))
    for name in names:
        put(folder, 'patches/%s.yaml' % name, '''\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: %s
spec:
  replicas: 3
  template:
    spec:
      containers:
      - name: main
        env:
        - name: MODE
          value: production
''' % name)
    put(folder, 'kustomization.yaml', 'resources:\n- resources.yaml\npatches:\n' + ''.join(
        '- path: patches/%s.yaml\n' % name for name in names))
    return '.'


@workload('Strategic merge patches that each have a target, of one Deployment.', 'patches',
          300, 1000, 3000, 10000, 30000)
def target_patches(folder, size):
    names = ['item-%05d' % i for i in range(size)]
    put(folder, 'resources.yaml', documents(map(deployment, names)))
    put(folder, 'kustomization.yaml', 'resources:\n- resources.yaml\npatches:\n' + ''.join('''\
- target:
    kind: Deployment
    name: %s
  patch: |
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: any
    spec:
      replicas: 3
''' % name for name in names))
    return '.'


@workload('JSON and merge patches with a target: half by name, half by label selector.', 'patches',
          300, 1000, 3000, 10000, 30000)
def selector_patches(folder, size):
    names = ['item-%05d' % i for i in range(size)]
    put(folder, 'resources.yaml', documents(map(deployment, names)))
    patches = []
    for i, name in enumerate(names):
        if i % 2:
            patches.append('''\
- target:
    labelSelector: app=%s
  patch: |
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: any
    spec:
      replicas: 3
''' % name)
        else:
            patches.append('''\
- target:
    kind: Deployment
    name: %s
  patch: |
    - op: replace
      path: /spec/replicas
      value: 3
''' % name)
    put(folder, 'kustomization.yaml', 'resources:\n- resources.yaml\npatches:\n' + ''.join(patches))
    return '.'


@workload('A chain of overlays, each with a label, an annotation and a patch, over 20 resources.',
          'overlays', 40, 160, 640, 2560)
def overlay_chain(folder, size):
    names = ['item-%02d' % i for i in range(10)]
    put(folder, 'layer-0000/resources.yaml', documents(
        [deployment(n) for n in names] + [service(n) for n in names]))
    put(folder, 'layer-0000/kustomization.yaml', 'resources:\n- resources.yaml\n')
    for i in range(1, size + 1):
        put(folder, 'layer-%04d/kustomization.yaml' % i, '''\
resources:
- ../layer-%04d
labels:
- pairs:
    layer: layer-%04d
commonAnnotations:
  example.com/layer: layer-%04d
patches:
- target:
    kind: Deployment
    name: item-%02d
  patch: |
    - op: replace
      path: /spec/replicas
      value: %d
''' % (i - 1, i, i, i % 10, i))
    return 'layer-%04d' % size


@workload('A chain of overlays, each with an annotation, over two resources.', 'overlays',
          1000, 3000, 10000, 30000)
def nested(folder, size):
    put(folder, 'layer-00000/resources.yaml', documents([
        deployment('api'), config_map('settings')]))
    put(folder, 'layer-00000/kustomization.yaml', 'resources:\n- resources.yaml\n')
    for i in range(1, size + 1):
        put(folder, 'layer-%05d/kustomization.yaml' % i, '''\
resources:
- ../layer-%05d
commonAnnotations:
  example.com/layer: layer-%05d
''' % (i - 1, i))
    return 'layer-%05d' % size


@workload('One base of 100 resources under many environments, built together.', 'environments',
          20, 80, 320, 1000)
def environments(folder, size):
    put(folder, 'base/resources.yaml', documents(
        maker('item-%02d' % i) for i in range(50) for maker in (deployment, config_map)))
    put(folder, 'base/kustomization.yaml', 'resources:\n- resources.yaml\n')
    names = ['env-%04d' % i for i in range(size)]
    for name in names:
        put(folder, '%s/kustomization.yaml' % name, '''\
resources:
- ../base
namespace: %s
labels:
- pairs:
    environment: %s
images:
- name: registry.example.com/shop/api
  newTag: 2.3.4
''' % (name, name))
    put(folder, 'all/kustomization.yaml', 'resources:\n' + ''.join('- ../%s\n' % n for n in names))
    return 'all'


@workload('One ConfigMap made from files of a megabyte each.', 'MB', 1, 3, 10, 30)
def files(folder, size):
    line = 'key.%08d = the quick brown fox jumps over the lazy dog # {"json": true}\n'
    lines = 1000 * 1000 // len(line % 0)
    for i in range(size):
        put(folder, 'files/%03d.properties' % i,
            ''.join(line % (i * lines + j) for j in range(lines)))
    put(folder, 'kustomization.yaml', 'configMapGenerator:\n- name: files\n  files:\n' + ''.join(
        '  - files/%03d.properties\n' % i for i in range(size)))
    return '.'


@workload('ConfigMaps and Secrets made from eight files.', 'kB', 256, 1024, 4096, 16384)
def generated(folder, size):
    line = 'key.%06d = the quick brown fox jumps over the lazy dog # {"json": true}\n'
    lines = max(1, size * 1000 // 8 // len(line % 0))
    for i in range(8):
        put(folder, 'files/%d.properties' % i, ''.join(line % (i * lines + j) for j in range(lines)))
    put(folder, 'kustomization.yaml', 'configMapGenerator:\n' + ''.join(
        '- name: config-%d\n  files:\n  - files/%d.properties\n' % (i, i) for i in range(4))
        + 'secretGenerator:\n' + ''.join(
        '- name: secret-%d\n  files:\n  - files/%d.properties\n' % (i, i) for i in range(4, 8)))
    return '.'


@workload('Deployments that each refer to a generated ConfigMap of their own by its hashed name.',
          'references', 300, 1000, 3000, 10000, 30000)
def references(folder, size):
    names = ['item-%05d' % i for i in range(size)]
    put(folder, 'resources.yaml', documents(deployment(n, config=n + '-config', environment='''\
        env:
        - name: MODE
          valueFrom:
            configMapKeyRef:
              name: %s-config
              key: MODE
''' % n) for n in names))
    put(folder, 'kustomization.yaml', 'resources:\n- resources.yaml\nconfigMapGenerator:\n' + ''.join(
        '- name: %s-config\n  literals:\n  - MODE=%s\n' % (n, n) for n in names))
    return '.'


@workload('Replacements that each copy a field of one ConfigMap into one Deployment.',
          'replacements', 300, 1000, 3000, 10000, 30000)
def replacements(folder, size):
    names = ['item-%05d' % i for i in range(size)]
    put(folder, 'resources.yaml', documents(
        maker(n) for n in names for maker in (deployment, config_map)))
    put(folder, 'kustomization.yaml', 'resources:\n- resources.yaml\nreplacements:\n' + ''.join('''\
- source:
    kind: ConfigMap
    name: %s
    fieldPath: data.LOG_LEVEL
  targets:
  - select:
      kind: Deployment
      name: %s
    fieldPaths:
    - metadata.labels.app
''' % (n, n) for n in names))
    return '.'


@workload('Variables, each of the name of one Service and used by one Deployment.', 'variables',
          300, 1000, 3000, 10000, 30000)
def variables(folder, size):
    names = ['item-%05d' % i for i in range(size)]
    put(folder, 'resources.yaml', documents(
        text for i, n in enumerate(names) for text in (service(n), deployment(n, environment='''\
        env:
        - name: SERVICE
          value: $(VARIABLE_%05d)
''' % i))))
    put(folder, 'kustomization.yaml', (
        'namePrefix: prod-\nresources:\n- resources.yaml\nvars:\n') + ''.join('''\
- name: VARIABLE_%05d
  objref:
    apiVersion: v1
    kind: Service
    name: %s
''' % (i, n) for i, n in enumerate(names)))
    return '.'


@workload('Custom resource definitions with schemas of 540 kB each.', 'definitions', 3, 10, 30, 100)
def definitions(folder, size):
    field = '''\
%(pad)sfield%(n)03d:
%(pad)s  description: |-
%(pad)s    The field number %(n)d of the object, which tells the controller what is wanted:
%(pad)s    one of "Always", "Never" or 'IfNotPresent'. Cannot be updated.
%(pad)s  type: string
'''
    group = '''\
              group%03d:
                description: >-
                  A group of fields that belong together, so that they are set by one
                  hand: see https://example.com/docs#group for more of it.
                properties:
%s                required:
                - field000
                type: object
'''
    fields = ''.join(field % {'pad': ' ' * 18, 'n': n} for n in range(40))
    schema = ''.join(group % (n, fields) for n in range(50))
    for i in range(size):
        put(folder, 'crds/crd-%03d.yaml' % i, '''\
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  annotations:
    controller-gen.kubebuilder.io/version: v0.16.1
  name: things%03d.example.com
spec:
  group: example.com
  names:
    kind: Thing%03d
    listKind: Thing%03dList
    plural: things%03d
    singular: thing%03d
  scope: Namespaced
  versions:
  - name: v1
    schema:
      openAPIV3Schema:
        description: Thing is what the controller looks after.
        properties:
          spec:
            properties:
%s            type: object
        type: object
    served: true
    storage: true
''' % (i, i, i, i, i, schema))
    put(folder, 'kustomization.yaml', 'labels:\n- pairs:\n    team: platform\nresources:\n' + ''.join(
        '- crds/crd-%03d.yaml\n' % i for i in range(size)))
    return '.'


@workload('One document: a custom resource with a long list.', 'kB', 500, 2000, 5000, 20000)
def document(folder, size):
    entry = '''\
  - id: rule-%07d
    match:
      path: "/api/v1/items/%07d"
      methods: [GET, POST]
    weight: %d
    enabled: true
    description: routes one item to the service that owns it
'''
    count = size * 1000 // len(entry % (0, 0, 0))
    put(folder, 'document.yaml', '''\
apiVersion: example.com/v1
kind: RouteTable
metadata:
  name: routes
spec:
  rules:
''' + ''.join(entry % (i, i, i % 100) for i in range(count)))
    put(folder, 'kustomization.yaml', 'namespace: shop\nresources:\n- document.yaml\n')
    return '.'


@workload('One list merged by key: half of the patch changes elements, half adds some.', 'elements',
          1000, 3000, 10000, 30000)
def keyed_list(folder, size):
    def variable(i, value):
        return '        - name: VARIABLE_%05d\n          value: %s-%d\n' % (i, value, i)
    put(folder, 'resources.yaml', deployment('api', environment='        env:\n' + ''.join(
        variable(i, 'base') for i in range(size))))
    put(folder, 'kustomization.yaml', 'resources:\n- resources.yaml\npatches:\n- path: patch.yaml\n')
    put(folder, 'patch.yaml', '''\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
spec:
  template:
    spec:
      containers:
      - name: main
        env:
''' + ''.join(variable(i, 'patch') for i in range(size // 2, size + size // 2)))
    return '.'


def main():
    if len(sys.argv) == 1:
        for each in WORKLOADS:
            print('%-17s %s: %s' % (each.name, each.what, ', '.join(map(str, each.sizes))))
    elif len(sys.argv) == 4:
        print(os.path.join(sys.argv[3], find(sys.argv[1]).write(sys.argv[3], int(sys.argv[2]))))
    else:
        sys.exit(__doc__)


if __name__ == '__main__':
    main()
