"""The page that finds and replaces, as a browser uses it."""

PAGE = "/admin/replace/"
ASKED = {"find": "Quokka", "replacement": "Wombat", "match_case": "on"}


def shown(client, **values):
    return client.post(PAGE, {**ASKED, **values})


def plans(response):
    return {plan.key: plan for plan in response.context["preview"].plans}


def ticked(response, *records, **values):
    """Return what a browser sends when these records are ticked, or all that can be."""
    preview = response.context["preview"]
    keys = [key_of(each) for each in records] or [p.key for p in preview.plans if not p.reasons]
    return {
        **response.wsgi_request.POST.dict(),
        "seen": preview.seen,
        "last": preview.last_key,
        **({"has_more": "1"} if preview.has_more else {}),
        "record": keys,
        "replace": "1",
        **values,
    }


def key_of(record):
    return f"{record._meta.label_lower}.{record.pk}"


def again(record):
    return type(record)._base_manager.get(pk=record.pk)


def done(client, *records, **values):
    return client.post(PAGE, ticked(shown(client, **values), *records))
