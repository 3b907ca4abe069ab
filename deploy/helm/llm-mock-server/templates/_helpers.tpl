{{/* Names and labels that several files have in common. */}}

{{- define "llm-mock.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "llm-mock.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" }}
{{- else if contains (include "llm-mock.name" .) .Release.Name }}
{{- .Release.Name | trunc 63 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name (include "llm-mock.name" .) | trunc 63 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- define "llm-mock.selectorLabels" -}}
app.kubernetes.io/name: {{ include "llm-mock.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "llm-mock.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{ include "llm-mock.selectorLabels" . }}
app.kubernetes.io/version: {{ .Values.image.tag | default .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "llm-mock.serviceAccountName" -}}
{{- if .Values.serviceAccount.create }}
{{- default (include "llm-mock.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- default "default" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{- define "llm-mock.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}

{{/* A value of a setting. YAML's numbers are floats here: without this four million would be 4.194304e+06. */}}
{{- define "llm-mock.text" -}}
{{- if and (kindIs "float64" .) (eq (float64 (int64 .)) .) }}{{ int64 . }}{{ else }}{{ . }}{{ end }}
{{- end }}

{{/* Whether there are files to mount. */}}
{{- define "llm-mock.hasFiles" -}}
{{- if or .Values.config .Values.models .Values.scenario }}yes{{ end }}
{{- end }}

{{/* The headless Service by which instances find each other. */}}
{{- define "llm-mock.peersName" -}}
{{- printf "%s-peers" (include "llm-mock.fullname" . | trunc 57 | trimSuffix "-") }}
{{- end }}

{{/* Whether they do: without the admin key nobody could ask. */}}
{{- define "llm-mock.hasPeers" -}}
{{- if .Values.peers.enabled }}
{{- if not .Values.adminKey.existingSecret }}{{ fail "peers.enabled: expected adminKey.existingSecret beside it" }}{{ end -}}
yes
{{- end }}
{{- end }}

{{/* What a container may do: nothing but compute. */}}
{{- define "llm-mock.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}
