package com.example.shop;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import ink.dreamnet.halo.HaloLoop;
import ink.dreamnet.halo.HaloOptions;
import ink.dreamnet.halo.Registration;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertTrue;

class UsageExampleTest {

    @Test
    void exampleFindsTheBacklogAndProposesATask() throws IOException {
        String printed = printedByExample();
        assertTrue(printed.contains("1 weak point, 0 critical and 1 high"), printed);
        assertTrue(printed.contains("HIGH 500 orders wait to be shipped"), printed);
        assertTrue(printed.contains("orders.ship is pending-approval"), printed);
        registerAgainWhenClosedFindsItsDataAndOpensThePort();
    }

    private static String printedByExample() {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        PrintStream console = System.out;
        System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
        try {
            UsageExample.main(new String[0]);
        } finally {
            System.setOut(console);
        }
        return output.toString(StandardCharsets.UTF_8);
    }

    private static void registerAgainWhenClosedFindsItsDataAndOpensThePort() throws IOException {
        HaloOptions options = HaloOptions.builder().dataDirectory(Path.of("halo")).port(0).build();
        try (Registration registration = HaloLoop.register(options)) {
            URI status = URI.create(
                    "http://127.0.0.1:" + registration.port().orElseThrow() + "/api/halo/status");
            String answer = new String(status.toURL().openStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(answer.contains("\"pending-approval\":1"), answer);
            // once more at the end of the block, where it does nothing
            registration.close();
        }
    }
}
