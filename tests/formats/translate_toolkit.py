"""Writes twenty files of each format into a folder with the translate-toolkit of Debian, whose Python must run this."""

import sys
from pathlib import Path

from translate.storage import aresource, jsonl10n, poxliff, properties, tmx

STORES = {
    "strings": properties.stringsfile, "xml": aresource.AndroidResourceFile, "arb": jsonl10n.ARBJsonFile,
    "xlf": poxliff.PoXliffFile, "tmx": tmx.tmxfile,
}  # fmt: skip
TEXT = 'The {number}th “file” was lost & found\n in <{number}>, it\'s "{key}" \\ é'

for suffix, store_of in STORES.items():
    for number in range(20):
        store = store_of()
        if suffix == "strings":  # it only changes the values of a file that is there
            entries = "".join(f'/* {entry} */\n"key_{entry}" = "old";\n' for entry in range(1 + number))
            store.parse(entries.encode("utf-16"))
        else:
            for entry in range(1 + number):
                unit = store.UnitClass(f"key_{entry}")
                unit.setid(f"key_{entry}")
                store.addunit(unit)
        for entry, unit in enumerate(store.units):
            unit.target = TEXT.format(number=number, key=entry)
        (Path(sys.argv[1]) / f"{number}.{suffix}").write_bytes(bytes(store))
