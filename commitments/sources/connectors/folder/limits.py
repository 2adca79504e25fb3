"""How much one file may ask for before it is refused. Measured on hostile and on honest files."""

from dataclasses import asdict, dataclass

_MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one parse. An honest workbook of 100,000 rows unpacks 10 to 1 and needs 1 s and 250 MB.

    `address_space` counts mapped memory, of which the interpreter and its libraries take about 100 MB.
    """

    file_bytes: int = 1024 * _MB
    unpacked_bytes: int = 200 * _MB
    unpacked_ratio: int = 100
    ratio_counts_from: int = _MB
    zip_entries: int = 1_000
    rows: int = 200_000
    columns: int = 200
    cells: int = 5_000_000
    address_space: int = 1024 * _MB
    cpu_seconds: int = 60
    wall_seconds: int = 90
    output_bytes: int = 400 * _MB

    def as_dict(self) -> dict[str, int]:
        return asdict(self)
