package ink.dreamnet.halo.weakpoint;

import java.util.List;
import java.util.Map;

import ink.dreamnet.halo.core.InvalidInputException;
import ink.dreamnet.halo.core.Severity;
import ink.dreamnet.halo.core.SubjectDirectory;
import ink.dreamnet.halo.core.SubjectRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MatcherTest {

    private static final SilenceTarget CHECKOUT = new SilenceTarget(
            new Identity("endpoint-health", "endpoint.down", SubjectRef.parse("endpoint:shop-checkout")), Severity.HIGH,
            new SubjectDirectory.Facts(Map.of("team", "shop", "tier", "1", "app/name", "a*b"), List.of(), "alpha"));

    private static Matcher matcher(String text) {
        return Matcher.parse("matchers[0]", text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            subject=endpoint:shop-checkout; true
            subject=endpoint:shop-*;        true
            subject=*:shop-checkout;        true
            subject=agent:*;                false
            subject=endpoint:shop;          false
            subject!=endpoint:shop-*;       false
            kind=endpoint;                  true
            kind!=endpoint;                 false
            analyzer=endpoint-health;       true
            analyzer=agent-*;               false
            code=endpoint.*;                true
            code=~endpoint[.](down|slow);  true
            code=~down;                     false
            severity=high;                  true
            severity!=critical;             true
            severity=~high|critical;        true
            squad=alpha;                    true
            squad!=alpha;                   false
            labels.team=shop;               true
            labels.team=sh*;                false
            labels.app/name=a*b;            true
            labels.team!=core;              true
            labels.team=~s.+;               true
            labels.team=~s;                 false
            labels.none=;                   true
            labels.none!=x;                 true
            labels.none=~.+;                false
            """)
    void matchesComparesAsItsOperatorSays(String text, boolean matches) {
        assertThat(matcher(text).matches(CHECKOUT)).isEqualTo(matches);
        assertThat(matcher(matcher(text).toString())).hasToString(matcher(text).toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            subject=endpoint:a;               true
            subject=endpoint:*;               true
            subject=*;                        false
            subject=*:*;                      false
            subject=~.*;                      false
            subject!=endpoint:a;              false
            kind=~agent|squad;                true
            kind=*;                           false
            severity=high;                    true
            severity=~medium|high|critical;   false
            analyzer=*;                       false
            code=~.+;                         false
            squad=;                           true
            labels.team=;                     true
            labels.team=~.*;                  false
            labels.team!=x;                   false
            """)
    void selectsTellsWhatPicksSomethingOut(String text, boolean selects) {
        assertThat(matcher(text).selects()).isEqualTo(selects);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "subject", "=x", "owner=x", "labels.=x", "labels=x", "severity=worst", "kind=server",
            "subject=checkout", "code=", "code=~(", "subject!endpoint:a"})
    void parseWhenItCannotMeanAnythingIsRefused(String text) {
        assertThatThrownBy(() -> matcher(text)).isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("matchers[0]");
    }

    @Test
    void matchesWhenTheExpressionWouldSearchForYearsEndsAndDoesNotMatch() {
        SilenceTarget hostile = new SilenceTarget(
                new Identity("probe", "a.b", SubjectRef.parse("endpoint:" + "a".repeat(180) + "!")),
                Severity.HIGH, SubjectDirectory.Facts.NONE);
        assertThat(matcher("subject=~endpoint:(a+)+b").matches(hostile)).isFalse();
        assertThat(matcher("subject=~endpoint:(a+)+!").matches(hostile)).isTrue();
    }
}
