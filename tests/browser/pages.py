"""Every page of the site, who looks at it, and where it is: for pictures and for the accessibility check."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

LONG_PHU, AN_MINH, UNSIGNED, PROVINCE = "470152", "470371", "471279", "398126"


@dataclass(frozen=True)
class Shown:
    """A page as one person sees it. `who` empty: nobody has signed in."""

    name: str
    who: str
    path: str


def pages(ids: dict[str, Any]) -> Iterator[Shown]:
    """Yield the pages, from the addresses that `record_reader.ids` gives."""
    agreements, units, commitments = ids["agreements"], ids["units"], ids["commitments"]
    lines = ids["recommendations"]
    yield Shown("sign-in", "", "/dang-nhap/")
    head = "chutich.longphu"
    yield Shown("home-head", head, "/")
    yield Shown("agreement-signed", head, f"/ban-cam-ket/{agreements[LONG_PHU]}/")
    yield Shown("commitment-score", head, f"/noi-dung/{commitments[f'{LONG_PHU}/1']}/")
    yield Shown("commitment-rank", head, f"/noi-dung/{commitments[f'{LONG_PHU}/8']}/")
    yield Shown("commitment-rate", head, f"/noi-dung/{commitments[f'{LONG_PHU}/9']}/")
    yield Shown("commitment-duty-to-report", head, f"/noi-dung/{commitments[f'{LONG_PHU}/17']}/")
    yield Shown("recommendation-own", head, f"/de-xuat/{lines[f'leader/{LONG_PHU}']}/")
    yield Shown("forbidden", head, "/nguon-so-lieu/")
    yield Shown("not-found", head, f"/don-vi/{units[AN_MINH]}/")
    yield Shown("agreement-to-sign", "chutich.rachgia", f"/ban-cam-ket/{agreements[UNSIGNED]}/")
    yield Shown("home-at-risk", "chutich.anminh", "/")
    yield Shown("home-reviewer", "thamdinh.noivu", "/")
    yield Shown("reviews", "thamdinh.noivu", "/cho-tham-dinh/")
    manager = "quanly.noivu"
    yield Shown("overview", manager, "/tong-quan/")
    yield Shown("overview-filtered", manager, "/tong-quan/?q=an+minh")
    yield Shown("unit", manager, f"/don-vi/{units[AN_MINH]}/")
    yield Shown("unit-province", manager, f"/don-vi/{units[PROVINCE]}/")
    yield Shown("commitment-restated", manager, f"/noi-dung/{commitments[f'{PROVINCE}/6']}/")
    yield Shown("recommendations", manager, "/de-xuat/")
    yield Shown("recommendation-review", manager, f"/de-xuat/{lines[f'leader/{AN_MINH}']}/")
    yield Shown("recommendation-unit", manager, f"/de-xuat/{lines[f'unit/{LONG_PHU}']}/")
    yield Shown("sources", manager, "/nguon-so-lieu/")
    yield Shown("run", manager, f"/luot/{ids['pull']}/")
    yield Shown("design", manager, "/_design/")
