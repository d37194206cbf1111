package ink.dreamnet.halo.endpoint.probe;

import java.net.URI;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/// The examples of RFC 3986, 5.4, as far as they are HTTP URLs and without fragments, and what servers send besides.
class RedirectTargetTest {

    private static final URI BASE = URI.create("http://a/b/c/d;p?q");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"g|http://a/b/c/g", "./g|http://a/b/c/g",
            "g/|http://a/b/c/g/",
            "/g|http://a/g", "//g|http://g/", "?y|http://a/b/c/d;p?y", "g?y|http://a/b/c/g?y", "#s|http://a/b/c/d;p?q",
            "g#s|http://a/b/c/g", ";x|http://a/b/c/;x", "``|http://a/b/c/d;p?q", ".|http://a/b/c/", "./|http://a/b/c/",
            "..|http://a/b/", "../g|http://a/b/g", "../..|http://a/", "../../g|http://a/g", "../../../../g|http://a/g",
            "/./g|http://a/g", "/../g|http://a/g", "g.|http://a/b/c/g.", "..g|http://a/b/c/..g",
            "./g/.|http://a/b/c/g/",
            "g/../h|http://a/b/c/h", "g;x=1/../y|http://a/b/c/y", "g?y/../x|http://a/b/c/g?y/../x",
            "?lang=en|http://a/b/c/d;p?lang=en", "/x/../y|http://a/y", "/a b?c d|http://a/a%20b?c%20d",
            "/a%2Fb%26?c=%26|http://a/a%2Fb%26?c=%26", "/100%|http://a/100%25", "HTTPS://Host:8443|https://Host:8443/",
            "http://user:pw@host/x|http://host/x", "http://[::1]:81/x|http://[::1]:81/x",
            "/caf\u00c3\u00a9|http://a/caf%C3%A9",
            "/[x]|http://a/%5Bx%5D", "https://h/a/./b/../c|https://h/a/c"})
    void ofWhenALocationIsGivenIsWhatTheRfcSays(String location, String target) {
        assertThat(RedirectTarget.of(BASE, location)).hasToString(target);
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "ftp://h/x", "http://", "http:g", "javascript:x",
            "http://a b/"})
    void ofWhenItIsNoHttpUrlIsNothing(String location) {
        assertThat(RedirectTarget.of(BASE, location)).isNull();
    }
}
