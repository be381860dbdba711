// A system that hears of awards and keeps a copy of the register: docs/integration.md, with nothing but Java 17.
//
//   java Receiver.java 8791
//
// It reads from the environment: KIPTHOI_KEYS (address of the key set), KIPTHOI_SECRET (whsec_…), KIPTHOI_ORIGIN (whose
// calls are wanted), and, to pull: KIPTHOI_GATEWAY, KIPTHOI_AUDIENCE, KIPTHOI_CLIENT, KIPTHOI_KEY (a file).
// What it holds is in memory; a real system keeps it in its database, in the transaction in which it acts on it.

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

public class Receiver {
    static final int MOST_BYTES = 64 * 1024;
    static final Set<String> TOLD =
        Set.of("award.published", "award.presented", "award.corrected", "award.revoked");
    static final ExecutorService LATER = Executors.newSingleThreadExecutor();

    static Proof proof;
    static Register register;

    public static void main(String[] arguments) throws Exception {
        proof = new Proof(setting("KIPTHOI_KEYS"), setting("KIPTHOI_SECRET"));
        register = setting("KIPTHOI_GATEWAY").isEmpty() ? null : new Register(new Gateway());
        int port = Integer.parseInt(arguments[0]);
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
        server.createContext("/", Receiver::answer);
        server.setExecutor(Executors.newFixedThreadPool(8));
        server.start();
        System.out.println("receives at http://127.0.0.1:" + server.getAddress().getPort() + "/kipthoi");
    }

    static String setting(String name) {
        return System.getenv().getOrDefault(name, "");
    }

    static void answer(HttpExchange call) throws IOException {
        try (call) {
            if (!call.getRequestURI().getPath().equals("/kipthoi")) {
                tell(call, 404, "");
                return;
            }
            switch (call.getRequestMethod()) {
                case "OPTIONS" -> agree(call);
                case "POST" -> take(call);
                case "GET" -> tell(call, 200, Books.report());
                default -> tell(call, 405, "");
            }
        } catch (RuntimeException | GeneralSecurityException error) {
            error.printStackTrace();
        }
    }

    static void agree(HttpExchange call) throws IOException {
        String origin = call.getRequestHeaders().getFirst("WebHook-Request-Origin");
        boolean isWanted = setting("KIPTHOI_ORIGIN").equals(origin);
        if (isWanted) {
            call.getResponseHeaders().set("WebHook-Allowed-Origin", origin);
        }
        tell(call, isWanted ? 200 : 403, "");
    }

    static void take(HttpExchange call) throws IOException, GeneralSecurityException {
        byte[] body = call.getRequestBody().readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) {
            tell(call, 413, "");
            return;
        }
        String id = call.getRequestHeaders().getFirst("webhook-id");
        String timestamp = call.getRequestHeaders().getFirst("webhook-timestamp");
        String signatures = call.getRequestHeaders().getFirst("webhook-signature");
        if (!proof.holds(id, timestamp, signatures, body)) {
            tell(call, 401, "");
            return;
        }
        Map<String, Object> event;
        try {
            event = Json.object(Json.read(body));
        } catch (IllegalArgumentException error) {
            tell(call, 400, "");
            return;
        }
        if ("endpoint.verification".equals(event.get("type"))) {
            Object challenge = Json.object(event.get("data")).get("challenge");
            tell(call, 200, Json.write(Map.of("challenge", challenge)));
            return;
        }
        try {
            Books.enter(id, event);
        } catch (NumberFormatException error) {
            tell(call, 400, "");
            return;
        }
        tell(call, 204, "");
        if (register != null) {
            LATER.execute(register::goOn);
        }
    }

    static void tell(HttpExchange call, int status, String json) throws IOException {
        byte[] body = json.getBytes(UTF_8);
        call.getResponseHeaders().set("Content-Type", "application/json");
        call.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        call.getResponseBody().write(body);
    }
}

/** What it holds: each id once, and per award the event with the highest sequence. */
class Books {
    static final Set<String> seen = new HashSet<>();
    static final Map<String, Map<String, Object>> subjects = new TreeMap<>();

    static synchronized void enter(String id, Map<String, Object> event) {
        String type = String.valueOf(event.get("type"));
        boolean isTold = Receiver.TOLD.contains(type);
        long sequence = isTold ? Long.parseLong(String.valueOf(event.get("sequence"))) : 0;
        if (!seen.add(id) || !isTold) {
            return;
        }
        String subject = String.valueOf(event.get("subject"));
        Map<String, Object> known = subjects.get(subject);
        if (known == null || sequence > (Long) known.get("sequence")) {
            subjects.put(subject, Map.of("sequence", sequence, "last", type));
        }
    }

    static synchronized String report() {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("events", (long) seen.size());
        told.put("subjects", subjects);
        told.put("pulled", Receiver.register == null ? null : Receiver.register.pulled());
        return Json.write(told);
    }
}

/** Whether a call is from the house: Standard Webhooks, v1a with the published keys, v1 with the shared secret. */
class Proof {
    static final Duration AROUND = Duration.ofMinutes(5), KEPT = Duration.ofMinutes(5), AT_ONCE = Duration.ofSeconds(10);

    final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    final String keysAt;
    final byte[] secret;
    List<PublicKey> keys = List.of();
    Instant readAt = Instant.EPOCH;

    Proof(String keysAt, String secret) {
        this.keysAt = keysAt;
        this.secret = Base64.getDecoder().decode(secret.replaceFirst("^whsec_", ""));
    }

    boolean holds(String id, String timestamp, String signatures, byte[] body) throws GeneralSecurityException {
        if (id == null || signatures == null || timestamp == null || !timestamp.matches("[0-9]{1,12}")) {
            return false;
        }
        Instant at = Instant.ofEpochSecond(Long.parseLong(timestamp));
        if (Duration.between(at, Instant.now()).abs().compareTo(AROUND) > 0) {
            return false;
        }
        byte[] head = (id + "." + timestamp + ".").getBytes(UTF_8);
        byte[] content = ByteBuffer.allocate(head.length + body.length).put(head).put(body).array();
        for (String told : signatures.split(" ")) {
            if (holds(told, content)) {
                return true;
            }
        }
        return false;
    }

    private boolean holds(String told, byte[] content) throws GeneralSecurityException {
        int comma = told.indexOf(',');
        byte[] signature;
        try {
            signature = Base64.getDecoder().decode(told.substring(comma + 1));
        } catch (IllegalArgumentException error) {
            return false;
        }
        return switch (told.substring(0, Math.max(comma, 0))) {
            case "v1a" -> anyKeyFits(signature, content);
            case "v1" -> secret.length > 0 && MessageDigest.isEqual(signature, hmac(content));
            default -> false;
        };
    }

    private byte[] hmac(byte[] content) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        return mac.doFinal(content);
    }

    private synchronized boolean anyKeyFits(byte[] signature, byte[] content) {
        if (isOlderThan(KEPT)) {
            renew();
        }
        if (keys.stream().anyMatch(key -> fits(key, signature, content))) {
            return true;
        }
        if (!isOlderThan(AT_ONCE)) {
            return false;
        }
        renew();
        return keys.stream().anyMatch(key -> fits(key, signature, content));
    }

    private boolean isOlderThan(Duration age) {
        return Duration.between(readAt, Instant.now()).compareTo(age) > 0;
    }

    private static boolean fits(PublicKey key, byte[] signature, byte[] content) {
        try {
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(key);
            check.update(content);
            return check.verify(signature);
        } catch (GeneralSecurityException error) {
            return false;
        }
    }

    private void renew() {
        readAt = Instant.now();
        try {
            HttpRequest ask = HttpRequest.newBuilder(URI.create(keysAt)).timeout(Duration.ofSeconds(5)).build();
            byte[] body = http.send(ask, HttpResponse.BodyHandlers.ofByteArray()).body();
            List<PublicKey> found = new ArrayList<>();
            for (Object jwk : (List<?>) Json.object(Json.read(body)).get("keys")) {
                found.add(publicKey(String.valueOf(Json.object(jwk).get("x"))));
            }
            keys = found;
        } catch (IOException | GeneralSecurityException | IllegalArgumentException error) {
            System.err.println("keys: " + error);
        } catch (InterruptedException error) {
            Thread.currentThread().interrupt();
        }
    }

    /** 32 bytes, the least first; the highest bit of the last says whether x is odd. Source: RFC 8032, section 5.1.2. */
    static PublicKey publicKey(String x) throws GeneralSecurityException {
        byte[] raw = Base64.getUrlDecoder().decode(x);
        byte[] turned = new byte[raw.length];
        for (int i = 0; i < raw.length; i++) {
            turned[i] = raw[raw.length - 1 - i];
        }
        boolean isOdd = turned[0] < 0;
        turned[0] &= 0x7f;
        EdECPoint point = new EdECPoint(isOdd, new BigInteger(1, turned));
        return KeyFactory.getInstance("Ed25519")
            .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
    }
}

/** A client of the gateway: proves itself with its key, and asks again with a new token when the old one is over. */
class Gateway {
    final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    final String url = Receiver.setting("KIPTHOI_GATEWAY");
    final String audience = Receiver.setting("KIPTHOI_AUDIENCE");
    final String client = Receiver.setting("KIPTHOI_CLIENT");
    final String kid;
    final PrivateKey key;
    String token = "";

    Gateway() throws IOException, GeneralSecurityException {
        Map<String, Object> jwk = Json.object(Json.read(Files.readAllBytes(Path.of(Receiver.setting("KIPTHOI_KEY")))));
        byte[] seed = Base64.getUrlDecoder().decode(String.valueOf(jwk.get("d")));
        kid = String.valueOf(jwk.get("kid"));
        key = KeyFactory.getInstance("Ed25519")
            .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
    }

    Map<String, Object> get(String target) throws IOException, InterruptedException, GeneralSecurityException {
        HttpResponse<byte[]> reply = ask(target);
        if (reply.statusCode() == 401) {
            logIn();
            reply = ask(target);
        }
        if (reply.statusCode() == 409) {
            throw new Forked();
        }
        if (reply.statusCode() != 200) {
            throw new IOException("answered " + reply.statusCode() + " " + new String(reply.body(), UTF_8));
        }
        return Json.object(Json.read(reply.body()));
    }

    private HttpResponse<byte[]> ask(String target) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + target))
            .header("Authorization", "Bearer " + token).timeout(Duration.ofSeconds(60)).build();
        return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    private void logIn() throws IOException, InterruptedException, GeneralSecurityException {
        String form = "grant_type=client_credentials&client_assertion_type="
            + URLEncoder.encode("urn:ietf:params:oauth:client-assertion-type:jwt-bearer", UTF_8)
            + "&client_assertion=" + assertion(Instant.now().getEpochSecond());
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/integration/v1/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form)).build();
        HttpResponse<byte[]> reply = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (reply.statusCode() != 200) {
            throw new IOException("no token: " + new String(reply.body(), UTF_8));
        }
        token = String.valueOf(Json.object(Json.read(reply.body())).get("access_token"));
    }

    private String assertion(long now) throws GeneralSecurityException {
        Map<String, Object> claims = new TreeMap<>(Map.of(
            "iss", client, "sub", client, "aud", audience, "iat", now, "exp", now + 60, "jti", UUID.randomUUID().toString()));
        String signed = part(Map.of("alg", "EdDSA", "kid", kid)) + "." + part(claims);
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(key);
        signature.update(signed.getBytes(US_ASCII));
        return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
    }

    private static String part(Map<String, Object> value) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.write(value).getBytes(UTF_8));
    }
}

/** The gateway was restored from an older copy, in which this cursor does not stand. */
class Forked extends IOException {
}

/** A copy of the register: how far it goes, and the fold that proves it. Each entry is checked as it comes. */
class Register {
    static final String AWARDS = "/integration/v1/awards";
    static final String EMPTY = "0".repeat(64);
    static final List<String> CHAINED = List.of("seq", "epoch", "key", "kind", "at", "public", "personal_sha256");

    final Gateway gateway;
    String cursor = "0", fold = EMPTY, lineage = "";
    long count = 0;

    Register(Gateway gateway) {
        this.gateway = gateway;
    }

    synchronized Map<String, Object> pulled() {
        return new TreeMap<>(Map.of("cursor", cursor, "count", count, "fold", fold));
    }

    void goOn() {
        try {
            boolean hasMore = true;
            while (hasMore) {
                hasMore = takePage();
            }
        } catch (IOException | GeneralSecurityException | IllegalArgumentException error) {
            System.err.println("register: " + error);
        } catch (InterruptedException error) {
            Thread.currentThread().interrupt();
        }
    }

    /** The next page; whether to ask again. A history that was lost, or units that go on from others: all of it anew. */
    private boolean takePage() throws IOException, InterruptedException, GeneralSecurityException {
        Map<String, Object> page;
        try {
            page = gateway.get(AWARDS + "?since=" + URLEncoder.encode(cursor, UTF_8) + "&limit=500");
        } catch (Forked error) {
            startOver("");
            return true;
        }
        String told = String.valueOf(page.get("lineage"));
        if (!told.equals(lineage) && !cursor.equals("0")) {
            startOver(told);
            return true;
        }
        lineage = told;
        enter((List<?>) page.get("items"), String.valueOf(page.get("next")));
        return Boolean.TRUE.equals(page.get("has_more"));
    }

    private synchronized void startOver(String told) {
        cursor = "0";
        fold = EMPTY;
        count = 0;
        lineage = told;
    }

    private synchronized void enter(List<?> items, String next) throws GeneralSecurityException {
        String folded = fold;
        for (Object item : items) {
            Map<String, Object> entry = Json.object(item);
            requireTrue(entry);
            folded = sha256(folded + entry.get("hash"));
        }
        fold = folded;
        cursor = next;
        count += items.size();
    }

    private static void requireTrue(Map<String, Object> entry) throws GeneralSecurityException {
        Map<String, Object> content = new TreeMap<>();
        CHAINED.forEach(name -> content.put(name, entry.get(name)));
        boolean isTrue = sha256(entry.get("prev") + Json.write(content)).equals(entry.get("hash"));
        if (entry.get("personal") != null) {
            String personal = sha256(entry.get("salt") + Json.write(entry.get("personal")));
            isTrue &= personal.equals(entry.get("personal_sha256"));
        }
        if (!isTrue) {
            throw new IllegalArgumentException("entry " + entry.get("cursor") + " does not prove itself");
        }
    }

    static String sha256(String text) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    }
}

/** As much of JSON as is needed: whole numbers only, objects sorted by name, written canonically. */
class Json {
    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    static Object read(byte[] bytes) {
        try {
            Json json = new Json(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
            Object value = json.value(0);
            json.require(json.peek() == 0);
            return value;
        } catch (CharacterCodingException | IndexOutOfBoundsException error) {
            throw new IllegalArgumentException(error);
        }
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> object(Object value) {
        if (value instanceof Map) {
            return (Map<String, Object>) value;
        }
        throw new IllegalArgumentException("not an object");
    }

    static String write(Object value) {
        if (value instanceof Map<?, ?> map) {
            List<String> members = new ArrayList<>();
            new TreeMap<>(map).forEach((name, each) -> members.add(quoted((String) name) + ":" + write(each)));
            return "{" + String.join(",", members) + "}";
        }
        if (value instanceof List<?> list) {
            return "[" + String.join(",", list.stream().map(Json::write).toList()) + "]";
        }
        return value instanceof String string ? quoted(string) : String.valueOf(value);
    }

    private static String quoted(String string) {
        StringBuilder made = new StringBuilder("\"");
        for (char letter : string.toCharArray()) {
            int place = "\"\\\b\f\n\r\t".indexOf(letter);
            if (place >= 0) {
                made.append('\\').append("\"\\bfnrt".charAt(place));
            } else if (letter < ' ') {
                made.append(String.format("\\u%04x", (int) letter));
            } else {
                made.append(letter);
            }
        }
        return made.append('"').toString();
    }

    private Object value(int depth) {
        require(depth < 32);
        char next = peek();
        if (next == '{') {
            return members(depth);
        }
        if (next == '[') {
            return elements(depth);
        }
        if (next == '"') {
            return string();
        }
        for (Map.Entry<String, Boolean> word : Map.of("true", true, "false", false).entrySet()) {
            if (skipped(word.getKey())) {
                return word.getValue();
            }
        }
        return skipped("null") ? null : number();
    }

    private Map<String, Object> members(int depth) {
        Map<String, Object> found = new TreeMap<>();
        at++;
        while (peek() != '}') {
            require(found.isEmpty() || skipped(","));
            peek();
            String name = string();
            require(peek() == ':' && skipped(":"));
            found.put(name, value(depth + 1));
        }
        at++;
        return found;
    }

    private List<Object> elements(int depth) {
        List<Object> found = new ArrayList<>();
        at++;
        while (peek() != ']') {
            require(found.isEmpty() || skipped(","));
            found.add(value(depth + 1));
        }
        at++;
        return found;
    }

    private String string() {
        require(skipped("\""));
        StringBuilder made = new StringBuilder();
        while (text.charAt(at) != '"') {
            char letter = text.charAt(at++);
            made.append(letter == '\\' ? escaped() : letter);
        }
        at++;
        return made.toString();
    }

    private char escaped() {
        char letter = text.charAt(at++);
        if (letter == 'u') {
            at += 4;
            return (char) Integer.parseInt(text.substring(at - 4, at), 16);
        }
        int place = "bfnrt".indexOf(letter);
        return place >= 0 ? "\b\f\n\r\t".charAt(place) : letter;
    }

    private Long number() {
        int begun = at;
        while (at < text.length() && "-0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return Long.valueOf(text.substring(begun, at));
    }

    /** The next letter that is no space; 0 at the end. */
    private char peek() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    private boolean skipped(String word) {
        boolean isNext = text.startsWith(word, at);
        at += isNext ? word.length() : 0;
        return isNext;
    }

    private void require(boolean isSo) {
        if (!isSo) {
            throw new IllegalArgumentException("not JSON at " + at);
        }
    }
}
