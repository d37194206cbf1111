package com.example.shop;

import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.boot.autoconfigure.AutoConfiguration;

/// Stands for the auto-configurations of the shop's other dependencies: it is not for HALO.
@AutoConfiguration
public class ShopAutoConfiguration {

    static final AtomicInteger APPLIED = new AtomicInteger();

    public ShopAutoConfiguration() {
        APPLIED.incrementAndGet();
    }
}
