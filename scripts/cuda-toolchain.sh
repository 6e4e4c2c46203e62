#!/usr/bin/env bash
# Installs the build requirements of `--features candle-cuda` from PyPI into one folder: nvcc 13.0
# and the libraries to link with. Needs neither a system CUDA nor a GPU. Prints the environment:
#
#     eval "$(scripts/cuda-toolchain.sh)"            # or: scripts/cuda-toolchain.sh FOLDER
#     cargo build --release --features candle-cuda
#
# CUDA_COMPUTE_CAP selects the oldest supported GPU (80 is Ampere); on newer GPUs the driver compiles
# the kernels again at the first start.
set -euo pipefail
cd "$(dirname "$0")/.."

folder="${1:-${XDG_CACHE_HOME:-$HOME/.cache}/nn-crosscheck/cuda-13.0}"
mkdir -p "$folder"
folder="$(cd "$folder" && pwd)"
cuda="$folder/nvidia/cu13"

# 13.0: every driver of that generation accepts its PTX. All packages are from one release.
packages=(
  nvidia-cuda-nvcc==13.0.88 nvidia-nvvm==13.0.88 nvidia-cuda-crt==13.0.88
  nvidia-cuda-runtime==13.0.96 nvidia-cuda-cccl==13.0.85
  nvidia-cuda-nvrtc==13.0.88 nvidia-cublas==13.0.2.14 nvidia-curand==10.4.0.35
)
if [ "$(cat "$folder/packages" 2>/dev/null)" != "${packages[*]}" ]; then
  rm -rf "$cuda"
  python3 -m pip install --quiet --disable-pip-version-check --root-user-action=ignore \
    --no-deps --upgrade --target "$folder" "${packages[@]}" >&2
  # The packages lack the unversioned names that the linker searches for.
  for library in cudart cublas cublasLt curand nvrtc; do
    found=("$cuda/lib/lib$library.so."*)
    ln -sf "$(basename "${found[0]}")" "$cuda/lib/lib$library.so"
  done
  ln -sfn lib "$cuda/lib64"
  echo "${packages[*]}" >"$folder/packages"
fi

# libcuda is only part of NVIDIA's driver. Without a driver the linker uses this stub, in which every
# function returns CUDA_ERROR_STUB_LIBRARY, as in NVIDIA's own stub.
stubs="$cuda/lib/stubs"
if [ ! -e "$stubs/libcuda.so" ]; then
  mkdir -p "$stubs"
  sources="$(cargo metadata --locked --format-version 1 --features harness/candle-cuda |
    python3 -c 'import json, os, sys
found = [p["manifest_path"] for p in json.load(sys.stdin)["packages"] if p["name"] == "cudarc"]
print(os.path.dirname(found[0]))')"
  {
    grep -oE '^pub unsafe fn cu[A-Za-z0-9_]+' "$sources/src/driver/sys/mod.rs" | awk '{ print $4 }' |
      grep -vE '^cuGetError(Name|String)$' | sort -u | sed 's/.*/int &(void) { return 34; }/'
    echo 'int cuGetErrorName(int e, const char **s) { *s = "CUDA_ERROR_STUB_LIBRARY"; return 0; }'
    echo 'int cuGetErrorString(int e, const char **s) { *s = "CUDA driver is a stub library"; return 0; }'
  } >"$stubs/libcuda.c"
  cc -w -shared -fPIC -Wl,-soname,libcuda.so.1 -o "$stubs/libcuda.so.1" "$stubs/libcuda.c"
  ln -sf libcuda.so.1 "$stubs/libcuda.so"
fi

# The stub is on the library path only without a driver, which it would otherwise hide.
libraries="$cuda/lib"
ldconfig -p 2>/dev/null | grep -q 'libcuda\.so\.1' || libraries="$libraries:$stubs"
cat <<EOT
export CUDA_HOME="$cuda" CUDA_PATH="$cuda" CUDA_ROOT="$cuda"
export CUDA_COMPUTE_CAP="${CUDA_COMPUTE_CAP:-80}"
export PATH="$cuda/bin:\$PATH"
export LD_LIBRARY_PATH="$libraries\${LD_LIBRARY_PATH:+:\$LD_LIBRARY_PATH}"
EOT
