#!/usr/bin/env bash
# Runs the comparison on a GPU machine that has the GPU's driver and, for PyTorch, a Python with it.
# Nothing is built or downloaded there:
#
#     scripts/gpu-run.sh pack FOLDER    # here: collects binaries, data and peers, prints the size
#     FOLDER/scripts/gpu-run.sh [OUT]   # there: agree, complex, library, a wide net; JSON Lines in OUT
#
# The binaries come from target/release-gpu/ (docs/gpu.md describes the builds). There is one per
# kernel compiler, because Burn selects the compiler at build time, and because a binary linked with
# CUDA does not start without CUDA's libraries. Missing binaries lead to `skipped` rows.
set -euo pipefail
cd "$(dirname "$0")/.."

# Contenders with the binaries that run their cells.
contenders=(
  "burn-wgpu bin/crosscheck"
  "burn-vulkan bin/crosscheck-vulkan"
  "burn-cuda bin/crosscheck-burn-cuda"
  "candle-cuda bin/crosscheck-candle-cuda"
)

pack() {
  local folder="$1" data="${NN_DATA:?set NN_DATA to the folder that holds mnist/}"
  mkdir -p "$folder/bin" "$folder/data" "$folder/scripts"
  for binary in target/release-gpu/crosscheck*; do
    local packed="$folder/bin/$(basename "$binary")"
    strip -o "$packed" "$binary"
    xz -T0 -3 --force "$packed"
  done
  cp -r experiments "$folder/"
  mkdir -p "$folder/reference"
  cp reference/*.py "$folder/reference/"
  cp -r "$data/mnist" "$folder/data/"
  cp scripts/gpu-run.sh "$folder/scripts/"
  du -sm "$folder" | awk '{ print $1 " MiB in " $2 }'
}

if [ "${1:-}" = pack ]; then
  pack "${2:?usage: scripts/gpu-run.sh pack FOLDER}"
  exit
fi

out="${1:-gpu-results}"
mkdir -p "$out"
crosscheck="${CROSSCHECK:-bin/crosscheck}"
python="${NN_PYTHON:-python3}"
export NN_PYTHON="$python"
[ ! -d data ] || export NN_DATA="${NN_DATA:-$PWD/data}"

# Decompressed with Python, because the machine may lack xz.
for packed in bin/*.xz; do
  [ -e "$packed" ] || continue
  "$python" -c 'import lzma, shutil, sys
shutil.copyfileobj(lzma.open(sys.argv[1]), open(sys.argv[2], "wb"))' "$packed" "${packed%.xz}"
  chmod +x "${packed%.xz}"
  rm "$packed"
done

# CUDA's libraries from PyTorch's packages, after those of the system.
libraries="$("$python" -c 'import glob, os, site, sys
places = site.getsitepackages() + [site.getusersitepackages()] + sys.path
found = [p for place in places for p in glob.glob(os.path.join(place, "nvidia", "*", "lib"))]
print(":".join(dict.fromkeys(found)))' 2>/dev/null || true)"
export LD_LIBRARY_PATH="${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$libraries"

# Each contender runs in its binary, or, if that is missing, in this one, which reports the reason.
contender_args=(--contenders "scratch,pytorch-cuda") device_args=()
for entry in "${contenders[@]}"; do
  read -r id binary <<<"$entry"
  if [ "$binary" != "$crosscheck" ] && [ -x "$binary" ]; then
    contender_args+=(--external "$id=$PWD/$binary cell")
  else
    contender_args[1]+=",$id"
  fi
  [ -z "${DEVICE:-}" ] || device_args+=(--device "$id:$DEVICE")
done

# A failing step does not end the script.
step() {
  local name="$1"
  shift
  printf '\n== %s\n' "$name" >&2
  "$@" || echo "($name: exit code $?)" >&2
}
run() {
  local name="$1"
  shift
  step "$name" "$crosscheck" --out "$out/$name.jsonl" --repetitions "${REPETITIONS:-3}" \
    "${contender_args[@]}" "${device_args[@]}" "$@"
}

nvidia-smi >"$out/nvidia-smi.txt" 2>&1 || true
step list "$crosscheck" list | tee "$out/list.txt"
step agree "$crosscheck" agree --json --seeds 1 --levels 5 "${contender_args[@]}" \
  "${device_args[@]}" | tee "$out/agree.jsonl"
run complex --experiment experiments/complex.toml
run library --experiment experiments/library.toml
run wide --model 784-4096-4096-10 --batch 4096 --epochs 5
