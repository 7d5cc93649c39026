# syntax=docker/dockerfile:1
#
# One image recipe for all five services:
#
#   docker build --build-arg SERVICE=gateway --tag sextant/gateway:0.1.0 .
#
# SERVICE is gateway, question-service, session-service, analytics-service or class-service.
# The build stage does not depend on it, so five builds compile once.
#
# A digest names an image for ever and a tag does not. Pin both base images by digest in your
# registry's mirror (FROM …@sha256:…); no digest is written here because none was verified here.

# The maven image's JDK compiles; the toolchain plugin finds it, as it does outside.
FROM maven:3.9-eclipse-temurin-25-noble AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    mvn --quiet --batch-mode -Dmaven.test.skip=true --also-make \
        --projects gateway,question-service,session-service,analytics-service,class-service \
        package

# Takes the jar apart into what changes seldom (libraries) and what changes often (our classes).
FROM build AS layers
ARG SERVICE
RUN test -n "$SERVICE" || { echo "say which: --build-arg SERVICE=gateway"; exit 1; }
RUN cp "$SERVICE"/target/"$SERVICE"-[0-9]*.jar /application.jar \
    && java -Djarmode=tools -jar /application.jar extract --layers --destination /layers
# The banks hold the keys to their questions: they go into question-service's image and no other.
RUN mkdir /banks && if [ "$SERVICE" = question-service ]; then cp -r banks/. /banks/; fi

FROM eclipse-temurin:25-jre-noble
ARG SERVICE
LABEL org.opencontainers.image.title="sextant-$SERVICE" \
      org.opencontainers.image.description="Sextant: adaptive exams for large cohorts"

# Numeric, so that Kubernetes can see that it is not root.
RUN groupadd --gid 10001 sextant \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin sextant \
    && install -d -o 10001 -g 10001 /var/lib/sextant

WORKDIR /app
COPY --chmod=0555 container/healthy /usr/local/bin/healthy
COPY --from=layers /layers/dependencies/ ./
COPY --from=layers /layers/spring-boot-loader/ ./
COPY --from=layers /layers/snapshot-dependencies/ ./
COPY --from=layers /layers/application/ ./
COPY --from=layers /banks/ ./banks/

# What a start loads and links is remembered in a cache (JEP 483, 514), by the same JVM on the same
# class path, in a start that ends before it takes requests. No store is there, so for some services it
# ends early and remembers what came before that. The settings open nothing. A start without the cache
# is slower and nothing else.
RUN SEXTANT_SERVICE_KEY=training-training-training-training \
    SEXTANT_RECEIPTS_KEY=training-training-training-training \
    SEXTANT_MONGODB="mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=100" \
    SEXTANT_STATE_DIR=/tmp/training \
    java -XX:AOTCacheOutput=application.aot -Dspring.context.exit=onRefresh \
        --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -jar application.jar; \
    rm -rf /tmp/training; test -s application.aot

USER 10001:10001

# The root file system may be read-only. /tmp must be writable and allow execution (native
# libraries of Kafka's compression and of RocksDB are unpacked there); /var/lib/sextant holds what
# analytics-service can rebuild from Kafka.
VOLUME ["/tmp", "/var/lib/sextant"]

# The heap follows the container's memory limit; the rest is for threads, metaspace and RocksDB.
# An exhausted heap ends the process, so that it is started afresh instead of limping.
ENV JDK_JAVA_OPTIONS="-XX:AOTCache=/app/application.aot -XX:MaxRAMPercentage=60 -XX:+ExitOnOutOfMemoryError --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow" \
    PORT=8080
# Health and metrics have a port of their own, a stop begins with leaving, and each log line is a
# JSON object.
ENV MANAGEMENT_SERVER_PORT=9090 \
    SEXTANT_METRICS=read-only \
    SEXTANT_LEAVE_AFTER=3s \
    SEXTANT_LOG_FORMAT=ecs
EXPOSE 8080 9090

# Kubernetes ignores this and has probes of its own.
HEALTHCHECK --interval=10s --timeout=5s --start-period=90s --retries=3 CMD ["/usr/local/bin/healthy"]

ENTRYPOINT ["java", "-jar", "application.jar"]
