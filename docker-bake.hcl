# The image for amd64 and arm64, with what is in it (SBOM) and how it was made (provenance):
#   docker buildx bake --file docker-bake.hcl --push
# What it holds and how large it is says test/container/image.test.ts of the one for this machine.

variable "IMAGE" { default = "llm-mock-server" }
variable "VERSION" { default = "dev" }
variable "REVISION" { default = "" }
variable "SOURCE" { default = "" }

group "default" { targets = ["image"] }

target "common" {
  context = "."
  labels = {
    "org.opencontainers.image.version"  = VERSION
    "org.opencontainers.image.revision" = REVISION
    "org.opencontainers.image.source"   = SOURCE
  }
}

target "image" {
  inherits  = ["common"]
  tags      = ["${IMAGE}:${VERSION}", "${IMAGE}:latest"]
  platforms = ["linux/amd64", "linux/arm64"]
  attest    = ["type=sbom", "type=provenance,mode=max"]
}

# For this machine alone, into its engine: what `docker build` makes, with the labels.
target "local" {
  inherits = ["common"]
  tags     = ["${IMAGE}"]
  output   = ["type=docker"]
}
