"""What every zstd stream of this protocol begins with, so that a message of one change need not spell out the keys.

These bytes belong to the magic "CDA1": they never change under it. What is most common stands last, where it is
cheapest to point at.
"""

_TEXT = (
    '{"code":"token","sentence":"The server "}'
    '{"grants":{"hash":"","name":"","people":{"":""},"role":"cda","scopes":{"":"",":private":"","programme":""},'
    '"user":""},"token":""}'
    '{"cursors":{"":[1,0],":private":[1,0],"programme":[1,0]},"floors":{"":[0,0]},"grants":"","made":[1,""],'
    '"protocol":1,"schema":1,"token":""}'
    '{"h_after":"","h_before":"","ops":[{"act":"void","author":"","base":null,"fields":{"void":{"at":"","by":"",'
    '"reason":""}},"group":"","kind":"comment","local_day":"","made_at":"","n":1,"record":"","resolves":[""],'
    '"salt":"","scope":""}]}'
    '{"epoch":1,"last_n":0,"ops":[[1,"rejected",null,["shape",""]],[1,"conflict",[1,0],[""]],[1,"merged",[1,0]],'
    '[1,"ok",[1,0]]]}'
    '{"slices":[{"cursor":[1,0],"head":[1,0],"rows":[{"changes":[{"author":"","fields":{"parent_id":"","name":"",'
    '"place":"","remarks":""},"made_at":"2026-01-01T00:00:00.000Z","received_at":"2026-01-01T00:00:00.000Z",'
    '"replica":"","seen":[1,1]}],"id":"","kind":"actor","seq":1}],"scope":""}]}'
    '{"h_after":"","h_before":"","ops":[{"act":"set","author":"","base":[1,1],"fields":{"held_on":"2026-01-01",'
    '"attendance/":""},"group":"","kind":"meeting","local_day":"2026-01-01","made_at":"2026-01-01T00:00:00.000Z",'
    '"n":1,"record":"","salt":"","scope":""}]}'
    '{"cursors":{"":[1,1],":private":[1,1],"programme":[1,1]},"grants":"","made":[1,""],"protocol":1,"schema":1,'
    '"token":""}'
)
DICTIONARY = _TEXT.encode()
