package com.example.shop;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import ink.dreamnet.halo.HaloLoop;
import ink.dreamnet.halo.Registration;
import ink.dreamnet.halo.core.UnavailableException;
import ink.dreamnet.halo.cycle.CycleDetail.AnalyzerRecord;
import ink.dreamnet.halo.cycle.RecordedCycle;
import ink.dreamnet.halo.weakpoint.WeakPoint;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// HALO beside another Spring Boot application: neither changes the other.
class ShopApplicationTest {

    private static ConfigurableApplicationContext shop;
    private static Registration halo;

    @BeforeAll
    static void start() {
        shop = SpringApplication.run(ShopApplication.class);
        halo = shop.getBean(Registration.class);
    }

    @AfterAll
    static void closeWhenTheShopClosesStopsHalo() {
        shop.close();
        assertThrows(UnavailableException.class, () -> halo.engine().runCycle("too late"));
        halo.close();
    }

    @Test
    void cycleFindsAWeakPointOfTheShopAndThatItIsOver() {
        Orders orders = shop.getBean(Orders.class);
        orders.place(101);
        RecordedCycle cycle = halo.engine().runCycle("manual");
        assertEquals(List.of("orders.backlog"), cycle.weakPoints().stream().map(WeakPoint::code).toList());
        orders.place(-101);
        assertEquals(List.of(), halo.engine().runCycle("manual").weakPoints());
    }

    @Test
    void configurationOfHaloIsHaloYml() {
        List<String> analyzers = halo.engine().runCycle("manual").analysis().stream().map(AnalyzerRecord::name)
                .toList();
        assertTrue(analyzers.contains("squad-efficiency"), analyzers::toString);
        assertFalse(analyzers.contains("graft"), analyzers::toString);
    }

    @Test
    void databaseOfTheShopIsItsOwn() {
        List<String> tables = shop.getBean(JdbcClient.class)
                .sql("select table_name from information_schema.tables where table_schema = 'PUBLIC'")
                .query(String.class).list();
        assertEquals(List.of("ORDERS", "flyway_schema_history"), tables.stream().sorted().toList());
        assertEquals("jdbc:h2:mem:shop", shop.getEnvironment().getProperty("spring.datasource.url"));
        assertTrue(Files.exists(Path.of("shop-halo", "halo.mv.db")));
    }

    @Test
    void portIsTheShopsOnly() throws IOException, InterruptedException {
        assertTrue(halo.port().isEmpty());
        String base = "http://localhost:" + shop.getEnvironment().getProperty("local.server.port");
        assertEquals(200, status(base + "/orders"));
        assertEquals(404, status(base + "/api/halo/status"));
    }

    private static int status(String url) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                    .statusCode();
        }
    }

    @Test
    void registerWhenOneIsOpenIsRefused() {
        assertThrows(IllegalStateException.class, HaloLoop::register);
    }

    @Test
    void autoConfigurationOfTheShopIsNotForHalo() {
        assertEquals(1, ShopAutoConfiguration.APPLIED.get());
    }
}
