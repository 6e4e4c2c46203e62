#!/usr/bin/env bash
# The whole comparison on a machine with a GPU, its driver and, for PyTorch, a Python that has it.
# Nothing is built or downloaded there:
#
#     scripts/gpu-run.sh pack FOLDER    # here: gathers binaries, data and peers, and says how large it is
#     FOLDER/scripts/gpu-run.sh [OUT]   # there: ladder, complex, library, a wide net; JSON Lines in OUT
#
# The binaries are what stands in target/release-gpu/ (docs/gpu.md says how each is built): one for
# each way to compile kernels, because Burn picks one per build, and because one that is linked with
# CUDA does not start without its libraries. What is missing, is skipped, and says so.
set -euo pipefail
cd "$(dirname "$0")/.."

# Contender, and the binary that runs its cells.
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

# Python has what takes them out again, wherever there is no xz.
for packed in bin/*.xz; do
  [ -e "$packed" ] || continue
  "$python" -c 'import lzma, shutil, sys
shutil.copyfileobj(lzma.open(sys.argv[1]), open(sys.argv[2], "wb"))' "$packed" "${packed%.xz}"
  chmod +x "${packed%.xz}"
  rm "$packed"
done

# CUDA's libraries as PyTorch's packages bring them, beside those of the system.
libraries="$("$python" -c 'import glob, os, site, sys
places = site.getsitepackages() + [site.getusersitepackages()] + sys.path
found = [p for place in places for p in glob.glob(os.path.join(place, "nvidia", "*", "lib"))]
print(":".join(dict.fromkeys(found)))' 2>/dev/null || true)"
export LD_LIBRARY_PATH="${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$libraries"

# Each contender by the binary that has it; without one, by this one, which says what is missing.
who=(--contenders "scratch,pytorch-cuda") only=()
for entry in "${contenders[@]}"; do
  read -r id binary <<<"$entry"
  if [ "$binary" != "$crosscheck" ] && [ -x "$binary" ]; then
    who+=(--external "$id=$PWD/$binary cell")
  else
    who[1]+=",$id"
  fi
  [ -z "${DEVICE:-}" ] || only+=(--device "$id:$DEVICE")
done

# No step ends the script: what fails is a row.
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
    "${who[@]}" "${only[@]}" "$@"
}

nvidia-smi >"$out/nvidia-smi.txt" 2>&1 || true
step list "$crosscheck" list | tee "$out/list.txt"
step ladder "$crosscheck" agree --json --seeds 1 --rungs 5 "${who[@]}" "${only[@]}" |
  tee "$out/ladder.jsonl"
run complex --experiment experiments/complex.toml
run library --experiment experiments/library.toml
run wide --model 784-4096-4096-10 --batch 4096 --epochs 5
