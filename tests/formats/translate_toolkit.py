"""Writes twenty files of each format into a folder with the translate-toolkit of Debian, whose Python must run this."""

import sys
from pathlib import Path

TEXT = 'The {number}th “file” was lost & found\n in <{number}>, it\'s "{key}" \\ é'


def main() -> None:
    """The translate-toolkit is not for everyone who collects the tests."""
    from translate.storage import aresource, jsonl10n, poxliff, properties, tmx

    stores = {
        "strings": properties.stringsfile, "xml": aresource.AndroidResourceFile, "arb": jsonl10n.ARBJsonFile,
        "xlf": poxliff.PoXliffFile, "tmx": tmx.tmxfile,
    }  # fmt: skip
    for suffix, store_of in stores.items():
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


if __name__ == "__main__":
    main()
