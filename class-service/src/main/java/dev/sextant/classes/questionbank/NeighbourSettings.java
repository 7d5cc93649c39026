package dev.sextant.classes.questionbank;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// Where the services are that this one asks. Bound from `sextant.services.*`.
@ConfigurationProperties("sextant.services")
record NeighbourSettings(@DefaultValue("http://localhost:8081") URI question) {}
