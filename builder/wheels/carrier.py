"""A wheel in the form in which a page of `file://` can load it; `runtime/browser/packing.ts` has the same."""

from __future__ import annotations

import base64


def carrier_script(name: str, data: bytes) -> bytes:
    r"""Return the script that leaves bytes on the window, by their name.

    >>> carrier_script("six.whl", b"1")
    b'(window.knapsackPacked??={})["six.whl"]=function(){/*MQ==*/};\n'
    """
    head, tail = f'(window.knapsackPacked??={{}})["{name}"]=function(){{/*', "*/};\n"
    return head.encode("ascii") + base64.b64encode(data) + tail.encode("ascii")
