package ink.dreamnet.halo.signal;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class BurnRateTest {

    private static final double BUDGET = 0.001;

    /// 99.9 % leaves one in a thousand: 14.4 in a thousand over an hour is 2 % of a month's budget.
    @ParameterizedTest
    @CsvSource({"1000000,14400,100000,1440,true", "1000000,14399,100000,1440,false", "1000000,14400,100000,1439,false",
            "1000000,0,100000,100000,false", "0,0,0,0,false", "100,4,100,4,false", "100,5,100,5,true"})
    void reachedWhenBothWindowsBurn(long requests, long errors, long lately, long latelyErrors, boolean reached) {
        assertThat(BurnRate.ALL.getFirst().reached(new Counts(requests, errors, 0), new Counts(lately, latelyErrors, 0),
                BUDGET, 5)).isEqualTo(reached);
    }

    @Test
    void ofWhenNothingWasRequestedIsUnknown() {
        assertThat(BurnRate.of(null, BUDGET)).isNull();
        assertThat(BurnRate.of(Counts.NONE, BUDGET)).isNull();
        assertThat(BurnRate.of(new Counts(10, 20, 0), 0.01)).isEqualTo(100);
        assertThat(BurnRate.ALL).extracting(BurnRate::rate).isEqualTo(List.of(14.4, 6.0));
    }
}
