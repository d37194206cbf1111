package ink.dreamnet.halo.engine.stage;

import java.util.Arrays;
import java.util.List;

import ink.dreamnet.halo.core.CycleMode;
import ink.dreamnet.halo.core.ScopeConverter;
import ink.dreamnet.halo.trigger.CycleRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

class PlanStageTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            time FULL all                                        | true
            request-volume FULL all                              | true
            manual FULL all                                      | false
            time LIGHT all                                       | false
            time FULL endpoint:a                                 | false
            time FULL shard 1/3                                  | false
            time FULL all; manual FULL all                       | false
            time FULL all; deploy LIGHT all                      | false
            time FULL all; manual FULL endpoint:a                | true
            time FULL all; verification FULL endpoint:a          | true
            manual FULL endpoint:a; manual FULL shard 1/3        | false
            """)
    void leavesOutWhenRequestsShareACycle(String requests, boolean leavesOut) {
        List<CycleRequest> all = Arrays.stream(requests.split("; ")).map(PlanStageTest::request).toList();
        assertThat(PlanStage.leavesOut(all)).isEqualTo(leavesOut);
    }

    private static CycleRequest request(String text) {
        String[] words = text.strip().split(" ", 3);
        CycleRequest request = mock(CycleRequest.class);
        when(request.trigger()).thenReturn(words[0]);
        when(request.mode()).thenReturn(CycleMode.valueOf(words[1]));
        when(request.scope()).thenReturn(new ScopeConverter().convertToEntityAttribute(words[2]));
        return request;
    }
}
