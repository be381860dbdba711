import base64
import hmac
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc.jwk import ECKey, Key, OKPKey, RSAKey

from shared.kernel.actor import Grant, Role
from shared.runtime.web.auth import TokenError, Tokens
from tests.shared.runtime.web.tokens import ISSUER, Issuer, at

NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
HEAD = [("unit_head", "STP-HP")]


@pytest.fixture
def issuer() -> Issuer:
    return Issuer(at(NOON))


async def reason(tokens: Tokens, token: str) -> str:
    with pytest.raises(TokenError) as refused:
        await tokens.actor(token)
    return refused.value.reason


async def test_a_good_token_names_the_person_and_the_roles(issuer: Issuer) -> None:
    actor = await issuer.tokens("reviews").actor(issuer.token("GD-HP-01", [*HEAD, ("role_of_tomorrow", "X")]))
    assert actor.ref == "GD-HP-01"
    assert actor.grants == (Grant(Role.UNIT_HEAD, "STP-HP"),)


async def test_the_signature_made_by_hand_holds(issuer: Issuer) -> None:
    assert (await issuer.tokens("reviews").actor(signed_by_hand(issuer))).ref == "TD-01"


@pytest.mark.filterwarnings("ignore:EdDSA is deprecated")
@pytest.mark.parametrize("alg", ["ES256", "EdDSA", "Ed25519", "RS256"])
async def test_three_algorithms_are_believed(issuer: Issuer, alg: str) -> None:
    issuer.key = other_key(alg)
    assert (await issuer.tokens("reviews").actor(issuer.token(header={"alg": alg}))).ref == "TD-01"


def other_key(alg: str = "ES256", kid: str = "k1") -> Key:
    if alg in ("EdDSA", "Ed25519"):
        return OKPKey.generate_key("Ed25519", parameters={"kid": kid})
    if alg == "RS256":
        return RSAKey.generate_key(2048, parameters={"kid": kid})
    return ECKey.generate_key("P-256", parameters={"kid": kid})


def unsigned(issuer: Issuer) -> str:
    head, body, _ = issuer.token().split(".")
    none = base64.urlsafe_b64encode(b'{"alg":"none","typ":"at+jwt","kid":"k1"}').rstrip(b"=").decode()
    assert head != none
    return f"{none}.{body}."


def tampered(issuer: Issuer) -> str:
    head, _, signature = issuer.token("TD-01", HEAD).split(".")
    claims = issuer.claims("TD-01", [("grantor", "BTP")], ["reviews"])
    body = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
    return f"{head}.{body}.{signature}"


def text(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).rstrip(b"=").decode()


def keyed_hash(issuer: Issuer) -> str:
    """The old trick: the public key, which everybody has, as the secret of a keyed hash."""
    _, body, _ = issuer.token().split(".")
    head = text(b'{"alg":"HS256","typ":"at+jwt","kid":"k1"}')
    assert isinstance(issuer.key, ECKey)
    secret = issuer.key.as_pem(private=False)
    return f"{head}.{body}.{text(hmac.digest(secret, f'{head}.{body}'.encode(), 'sha256'))}"


def signed_by_hand(issuer: Issuer, **header: object) -> str:
    """A header that no careful library writes, with a signature that holds."""
    _, body, _ = issuer.token().split(".")
    head = text(json.dumps({"alg": "ES256", "typ": "at+jwt", "kid": "k1", **header}).encode())
    assert isinstance(issuer.key, ECKey)
    private = issuer.key.private_key
    assert private is not None
    signature = private.sign(f"{head}.{body}".encode(), ECDSA(SHA256()))
    r, s = decode_dss_signature(signature)
    return f"{head}.{body}.{text(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"


def own_key_in_header(issuer: Issuer) -> str:
    mine = other_key()
    return issuer.token(key=mine, header={"jwk": mine.as_dict(private=False)})


def later(seconds: float) -> float:
    return (NOON + timedelta(seconds=seconds)).timestamp()


def broken_signature(issuer: Issuer) -> str:
    token = issuer.token()
    return token[:-8] + ("AAAAAAAA" if not token.endswith("AAAAAAAA") else "BBBBBBBB")


HOSTILE: dict[str, tuple[str, Callable[[Issuer], str]]] = {
    "no algorithm": ("token_invalid", unsigned),
    "other roles than signed": ("token_invalid", tampered),
    "public key as secret": ("token_invalid", keyed_hash),
    "own key in the header": ("token_invalid", own_key_in_header),
    "broken signature": ("token_invalid", broken_signature),
    "no signature": ("token_invalid", lambda i: i.token().rpartition(".")[0] + "."),
    "two parts": ("token_invalid", lambda i: i.token().rpartition(".")[0]),
    "five parts": ("token_invalid", lambda i: i.token() + ".a.b"),
    "nothing": ("token_invalid", lambda _: "."),
    "no text": ("token_invalid", lambda _: "ế.ế.ế"),
    "no base64": ("token_invalid", lambda _: "!!.!!.!!"),
    "endless": ("token_invalid", lambda i: i.token(note="x" * 16_384)),
    "header is a list": ("token_invalid", lambda _: "W10.e30.AAAA"),
    "deep header": (
        "token_invalid",
        lambda _: base64.urlsafe_b64encode(b"[" * 4000).rstrip(b"=").decode() + ".e30.AAAA",
    ),
    "other key, same id": ("token_invalid", lambda i: i.token(key=other_key())),
    "unknown key id": ("token_invalid", lambda i: i.token(header={"kid": "k2"})),
    "no key id": ("token_invalid", lambda i: i.token(header={"kid": None})),
    "key id is a number": ("token_invalid", lambda i: signed_by_hand(i, kid=1)),
    "algorithm of another key": ("token_invalid", lambda i: i.token(key=other_key("RS256"), header={"alg": "RS256"})),
    "algorithm not listed": (
        "token_invalid",
        lambda i: i.token(key=ECKey.generate_key("P-384", parameters={"kid": "k1"}), header={"alg": "ES384"}),
    ),
    "critical header": ("token_invalid", lambda i: signed_by_hand(i, crit=["exp"], exp=1)),
    "identity token": ("token_invalid", lambda i: i.token(header={"typ": "JWT"})),
    "no type": ("token_invalid", lambda i: i.token(header={"typ": None})),
    "logout token": ("token_invalid", lambda i: i.token(header={"typ": "logout+jwt"})),
    "other issuer": ("token_invalid", lambda i: i.token(iss="http://127.0.0.1:9999")),
    "no issuer": ("token_invalid", lambda i: i.token(iss=None)),
    "issuer is a list": ("token_invalid", lambda i: i.token(iss=[ISSUER])),
    "expired": ("token_expired", lambda i: i.token(exp=later(-61))),
    "no expiry": ("token_invalid", lambda i: i.token(exp=None)),
    "expiry is text": ("token_invalid", lambda i: i.token(exp="2099-01-01")),
    "expiry is true": ("token_invalid", lambda i: i.token(exp=True)),
    "expiry never": ("token_invalid", lambda i: i.token(exp=1e300)),
    "expiry before all time": ("token_invalid", lambda i: i.token(exp=-1)),
    "not yet valid": ("token_invalid", lambda i: i.token(nbf=later(61))),
    "from the future": ("token_invalid", lambda i: i.token(iat=later(61))),
    "other audience": ("wrong_audience", lambda i: i.token(aud=["nominations"])),
    "audience only begins alike": ("wrong_audience", lambda i: i.token(aud="reviews-of-others")),
    "no audience": ("wrong_audience", lambda i: i.token(aud=None)),
    "audience is an object": ("wrong_audience", lambda i: i.token(aud={"reviews": True})),
    "no subject": ("token_invalid", lambda i: i.token(None)),
    "empty subject": ("token_invalid", lambda i: i.token("")),
    "subject is a number": ("token_invalid", lambda i: i.token(sub=7)),
    "a service's name": ("token_invalid", lambda i: i.token("sys:reviews")),
    "a service's name, shouted": ("token_invalid", lambda i: i.token("SYS:reviews")),
    "a service's name, indented": ("token_invalid", lambda i: i.token(" sys:reviews")),
    "subject with a line end": ("token_invalid", lambda i: i.token("TD-01\nadmin")),
    "endless subject": ("token_invalid", lambda i: i.token("x" * 201)),
    "roles are text": ("token_invalid", lambda i: i.token(grants="grantor")),
    "role without place": ("token_invalid", lambda i: i.token(grants=[{"role": "grantor"}])),
    "place is a list": ("token_invalid", lambda i: i.token(grants=[{"role": "grantor", "at": ["BTP"]}])),
    "role is text only": ("token_invalid", lambda i: i.token(grants=["grantor"])),
}


@pytest.mark.parametrize("case", sorted(HOSTILE))
async def test_a_hostile_token_proves_nobody(issuer: Issuer, case: str) -> None:
    expected, make = HOSTILE[case]
    assert await reason(issuer.tokens("reviews"), make(issuer)) == expected


def test_there_are_at_least_forty_hostile_tokens() -> None:
    assert len(HOSTILE) >= 40


async def test_a_minute_of_skew_is_forgiven(issuer: Issuer) -> None:
    tokens = issuer.tokens("reviews")
    just_right = (issuer.token(exp=later(-59)), issuer.token(nbf=later(59)), issuer.token(iat=later(59)))
    for token in just_right:
        assert (await tokens.actor(token)).ref == "TD-01"


async def test_the_gateway_vouches_for_systems_alone_and_says_that_it_asks(issuer: Issuer) -> None:
    gateway = Issuer(at(NOON))
    gateway.key = OKPKey.generate_key("Ed25519", parameters={"kid": "g1"})
    believed = replace(gateway.tokens("nominations"), issuer="gateway", roles=frozenset({Role.INTEGRATOR}))
    tokens = replace(issuer.tokens("nominations"), also=believed)

    def vouched(key: Key | None = None, **claims: object) -> str:
        head = {"alg": "Ed25519", "kid": "g1"}
        grants = [("integrator", "STP-HP"), ("grantor", "BTP")]
        told = {"iss": "gateway", "act": {"sub": "gateway"}, **claims}
        return gateway.token("HT-HP", grants, key=key, header=head, **told)

    asked = await tokens.actor(vouched())
    assert (asked.ref, asked.grants) == ("HT-HP", (Grant(Role.INTEGRATOR, "STP-HP"),))
    for wrong in (vouched(act=None), vouched(act={}), vouched(iss=ISSUER), vouched(other_key("Ed25519", "g1"))):
        assert await reason(tokens, wrong) == "token_invalid"
    assert await reason(tokens, vouched(aud="reviews")) == "wrong_audience"
    assert await reason(tokens, issuer.token("TD-01", iss="gateway", act={"sub": "gateway"})) == "token_invalid"
    person = issuer.token("TD-01", HEAD)
    assert [(await tokens.actor(person)).grants for _ in range(2)] == [(Grant(Role.UNIT_HEAD, "STP-HP"),)] * 2
    assert await reason(issuer.tokens("nominations"), vouched()) == "token_invalid"
