package com.example.shop;

import java.nio.file.Path;

import ink.dreamnet.halo.HaloLoop;
import ink.dreamnet.halo.HaloOptions;
import ink.dreamnet.halo.Registration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// A Spring Boot application that has HALO in it: with a database, migrations and a port of its own.
@SpringBootApplication
@RestController
public class ShopApplication {

    private final Orders orders = new Orders();

    public static void main(String[] arguments) {
        SpringApplication.run(ShopApplication.class, arguments);
    }

    @Bean
    Orders orders() {
        return orders;
    }

    /// Spring closes it together with the application.
    @Bean
    Registration halo(Orders orders) {
        return HaloLoop.register(HaloOptions.builder().dataDirectory(Path.of("shop-halo"))
                .analyzer(new OrderBacklogAnalyzer(orders)).strategy(ShipOrdersStrategy.class).build());
    }

    @GetMapping("/orders")
    int waiting() {
        return orders.waiting();
    }
}
