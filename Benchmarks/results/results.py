#!/usr/bin/env python3
"""Records runs so that others can check them, checks a recorded run, and writes the page of all.

    results.py train NAME FOLDER   trains the run NAME in FOLDER, or goes on with it
    results.py living RECIPE       how many outputs live after 300 steps, for each of ten seeds
    results.py record RUN NAME     from a run's folder into NAME/ beside this script
    results.py package RUN NAME    puts the last weights and the record NAME of a run into the program
    results.py check NAME [STEPS]  trains the first STEPS steps again (20) and compares every digit
    results.py page                writes README.md and the picture of the curves from all records

Equal options give equal bits on one instruction set and one version of the kernels, so a record
names both. The variable NIN is the program; without it, .build/debug/nin or .build/release/nin.
"""

import csv
import hashlib
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile

import plot

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
KEPT_STEPS = 200
PACKAGED = ROOT / "Sources/CNINPretrained/cifar10.safetensors"
# The options of each run, and what others reached: the notebook's printed output, and the paper's
# tables 1 to 5. The three runs of the paper's table 5 share a short schedule.
SHORT = "--recipe paper-cifar10 --epochs 8 --math bf16"
RUNS = {
    "notebook-sgd": ("--recipe notebook-sgd", "73.53 % (the notebook)"),
    "notebook-sgd-bf16": ("--recipe notebook-sgd --math bf16", "73.53 % (the notebook)"),
    "notebook-adam": ("--recipe notebook-adam", "55.78 % (the notebook)"),
    "paper-mnist": ("--recipe paper-mnist", "99.53 % (the paper)"),
    "cifar10": ("--recipe cifar10", "91.19 % (the paper)"),
    "paper-cifar10": ("--recipe paper-cifar10 --math bf16", "89.59 % (the paper)"),
    "paper-cifar10-augmented": (
        "--recipe paper-cifar10-augmented --math bf16", "91.19 % (the paper)"),
    "average-pooling": (SHORT, "89.59 % (the paper)"),
    "fully-connected": (SHORT + " --model nin-cifar10-fc", "88.41 % (the paper)"),
    "fully-connected-dropout": (SHORT + " --model nin-cifar10-fc-dropout", "89.12 % (the paper)"),
}


def fail(text):
    sys.exit(f"results.py: {text}")


def read_json(path):
    try:
        return json.loads(path.read_text())
    except (OSError, ValueError) as error:
        fail(f"{path}: {error}")


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def kernels():
    """The version of the kernels: git's hash of their sources, which must be committed."""
    git = ["git", "-C", str(ROOT)]
    if subprocess.run([*git, "status", "--porcelain", "CKernels/src"], capture_output=True).stdout:
        fail("CKernels/src has changes that are not committed")
    tree = subprocess.run([*git, "rev-parse", "HEAD:CKernels/src"], capture_output=True, text=True)
    return tree.stdout.strip() or fail("no git repository to read the version of the kernels from")


def that_matter(options):
    """Without the folder of the images and the step at which the run paused."""
    options.pop("maximumSteps", None)
    for where in options["dataset"].values():
        where.pop("folder", None)
    return options


def losses(run, most):
    """The losses of the first steps, with the digits that the run has written."""
    lines = (run / "metrics.jsonl").read_text().splitlines()
    steps = [json.loads(line, parse_float=str) for line in lines]
    found = [step["loss"] for step in steps if "loss" in step and "lr" in step and "seconds" not in step]
    return found[:most]


def record(run, name):
    run, folder = pathlib.Path(run), HERE / name
    options = that_matter(read_json(run / "options.json"))
    kept = losses(run, KEPT_STEPS)
    folder.mkdir(exist_ok=True)
    (folder / "options.json").write_text(json.dumps(options, indent=2, sort_keys=True) + "\n")
    for file in ("environment.json", "results.csv"):
        shutil.copy(run / file, folder / file)
    (folder / "losses.txt").write_text("".join(f"{loss}\n" for loss in kept))
    facts = {
        "kernels": kernels(),
        "last_sha256": digest(run / "weights/last.safetensors"),
        "best_sha256": digest(run / "weights/best.safetensors"),
    }
    (folder / "record.json").write_text(json.dumps(facts, indent=2, sort_keys=True) + "\n")
    print(f"{name}: {len(kept)} losses, final weights {facts['last_sha256'][:12]}")


def package(run, name):
    """Makes the model that comes with the program: the last weights, with the run's record."""
    facts = read_json(HERE / name / "record.json")
    weights = pathlib.Path(run) / "weights/last.safetensors"
    if digest(weights) != facts["last_sha256"]:
        fail(f"{weights} has not the weights of the record {name}")
    content = weights.read_bytes()
    length = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + length])
    last = epochs_of(HERE / name)[-1]
    header["__metadata__"]["run"] = json.dumps({
        "name": name,
        "accuracy": last["accuracy"],
        "epoch": int(last["epoch"]),
        "options": read_json(HERE / name / "options.json"),
        "environment": read_json(HERE / name / "environment.json"),
        **facts,
    }, sort_keys=True)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    PACKAGED.write_bytes(len(text).to_bytes(8, "little") + text + content[8 + length :])
    print(f"{PACKAGED}: {PACKAGED.stat().st_size} bytes")


def program():
    choices = [os.environ.get("NIN"), ROOT / ".build/debug/nin", ROOT / ".build/release/nin"]
    found = [choice for choice in choices if choice and pathlib.Path(choice).exists()]
    return str(found[0]) if found else fail("no nin: swift build, or name it in NIN")


def train(name, folder):
    if name not in RUNS:
        fail(f"no run {name}, only {', '.join(RUNS)}")
    fresh = RUNS[name][0].split() + ["--output", folder]
    options = ["--resume", folder] if pathlib.Path(folder).exists() else fresh
    sys.exit(subprocess.run([program(), "train", *options]).returncode)


def living(recipe):
    """An output is dead when it is zero for each of the first 1,000 test images; the loss is the mean
    of the last 50 of 300 steps."""
    counts = []
    for seed in range(1, 11):
        with tempfile.TemporaryDirectory() as work:
            run = pathlib.Path(work) / "run"
            options = ["--recipe", recipe, "--seed", str(seed), "--max-steps", "300"]
            subprocess.run([program(), "train", *options, "--output", run], check=True)
            last = [float(loss) for loss in losses(run, 300)[-50:]]
            asked = [program(), "eval", run, "--limit-test", "1000", "--json"]
            answer = subprocess.run(asked, check=True, capture_output=True).stdout
            counts.append(json.loads(answer)["livingOutputs"])
            mean = sum(last) / len(last)
            print(f"seed {seed}: {counts[-1]} outputs live, loss {mean:.3f}", flush=True)
    print(f"all live in {sum(count == 10 for count in counts)} of 10 seeds")


def check(name, steps):
    folder = HERE / name
    expected = (folder / "losses.txt").read_text().split()[:steps]
    if read_json(folder / "record.json")["kernels"] != kernels():
        print("note: the kernels have changed since; the last digits may differ")
    with tempfile.TemporaryDirectory() as work:
        run = pathlib.Path(work) / "run"
        isa = read_json(folder / "environment.json")["isa"]
        command = [program(), "train", "--config", str(folder / "options.json")]
        command += ["--isa", isa, "--max-steps", str(len(expected)), "--output", str(run)]
        if subprocess.run(command).returncode != 0:
            fail("the run could not be repeated")
        found = losses(run, len(expected))
    for step, (was, now) in enumerate(zip(expected, found, strict=True), 1):
        if was != now:
            fail(f"{name}: step {step} has loss {now}, recorded is {was}")
    print(f"{name}: {len(found)} losses equal to the last digit")


def epochs_of(folder):
    with open(folder / "results.csv") as file:
        rows = list(csv.DictReader(file))
    key = "val_accuracy" if "val_accuracy" in rows[0] else "test_accuracy"
    return [
        {
            "epoch": row["epoch"],
            "accuracy": float(row[key]),
            "train_loss": float(row["train_loss"]),
            "seconds": float(row["seconds"]),
        }
        for row in rows
    ]


def row(folder):
    options, environment = (read_json(folder / f"{n}.json") for n in ("options", "environment"))
    epochs = epochs_of(folder)
    best = max(epochs, key=lambda epoch: epoch["accuracy"])
    # A resumed run knows the time of the rest of an epoch only.
    hours = len(epochs) * statistics.median(epoch["seconds"] for epoch in epochs) / 3600
    return [
        f"[{folder.name}]({folder.name})",
        RUNS.get(folder.name, ("", "-"))[1],
        f"{epochs[-1]['accuracy']:.2%}",
        f"{best['accuracy']:.2%} (epoch {best['epoch']})",
        f"{len(epochs)} of {options['epochs']}",
        str(options["seed"]),
        f"{hours:.1f}",
        f"{environment['isa']}, {environment['cpu']}",
        f"`{read_json(folder / 'record.json')['last_sha256'][:12]}`",
    ]


def page():
    folders = sorted(file.parent for file in HERE.glob("*/record.json"))
    head = ["run", "reference", "last", "best", "epochs", "seed", "hours", "machine", "weights"]
    rows = [head, ["---"] * len(head)] + [row(folder) for folder in folders]
    table = "\n".join("| " + " | ".join(cells) + " |" for cells in rows)
    (HERE / "README.md").write_text(f"""# Recorded runs

The accuracy is that on the test images, or on the validation images if a run has some. To check a
run, use `Benchmarks/results/results.py check NAME`: it trains the first steps again and compares the
losses digit by digit. They are equal on the instruction set and with the version of the kernels in
the record. The hours are the number of epochs times the median epoch, because interrupted epochs
count only their last part. The runs had one or two threads of different processors, so their hours
cannot be compared. The hash is that of the final weights. The paper's CIFAR-10 runs had more epochs.
The short runs that chose the recipes are in [recipes.md](recipes.md).

{table}
""")
    (ROOT / "Benchmarks/pictures/runs.svg").write_text(
        plot.picture([(folder.name, epochs_of(folder)) for folder in folders]))
    print(f"{HERE / 'README.md'}: {len(folders)} runs")


def main(arguments):
    match arguments:
        case ["train", name, folder]:
            train(name, folder)
        case ["living", recipe]:
            living(recipe)
        case ["record", run, name]:
            record(run, name)
        case ["package", run, name]:
            package(run, name)
        case ["check", name]:
            check(name, 20)
        case ["check", name, steps] if steps.isdigit():
            check(name, int(steps))
        case ["page"]:
            page()
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
