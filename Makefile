# The verbs of this repository. `./start` runs the system; everything else is here.
.PHONY: help test verify format golden demo chaos rolling-restart chaos-controls answer-cost repro replay backup restore bench load storm access calibration-memory independent-check scale

help: ## say what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

test: ## the fast tests: no servers are started
	mvn test

verify: ## everything that must hold before a change goes in
	mvn verify

format: ## mend the format of every Java file
	mvn -q -pl testkit -am test -Dtest=HouseFormatTest -Dsurefire.failIfNoSpecifiedTests=false -Dsextant.format=write

golden: ## write the files that tests hold against: API documents, the bank's precision; read the difference
	mvn verify -Dsextant.golden=write

demo: ## the whole system, and 200 simulated learners who sit an exam
	./start --demo

repro: ## build every shipped jar twice from the same commit, and compare the hashes
	.ci/repro

replay: ## compute results and mastery anew from the first event on, and wait until it is done
	.ci/replay

DATA ?= data

backup: ## a copy of what ./start keeps, which must not run: make backup TO=FOLDER [DATA=data]
	.ci/backup backup "$(DATA)" "$(TO)"

restore: ## such a copy put back, and who was erased since erased again: make restore FROM=FOLDER [DATA=data]
	.ci/backup restore "$(FROM)" "$(DATA)"

SEED ?= 1
SECONDS ?= 180
LEARNERS ?= 24
FAULTS = mvn -q package -DskipTests && mvn -q verify -pl system-tests -am -Dtest=ScheduleTest -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false

chaos: ## a cohort under the faults of SEED, for SECONDS, with LEARNERS
	$(FAULTS) -Dit.test='FaultsIT#no_acknowledged*' -Dsextant.chaos=true -Dsextant.chaos.seed=$(SEED) -Dsextant.chaos.seconds=$(SECONDS) -Dsextant.chaos.learners=$(LEARNERS)

rolling-restart: ## a cohort goes on while session-service is restarted instance by instance
	$(FAULTS) -Dit.test='RollingRestartIT' -Dsextant.chaos=true

chaos-controls: ## the faults' check must fail where the promise is broken on purpose
	$(FAULTS) -Dit.test='FaultsIT#the_check_fails*'

answer-cost: ## answers a second, synced always and once a second, beside a bare script
	$(FAULTS) -Dit.test='AnswerCostIT' -Dsextant.cost=true

bench: ## the benchmarks of the mathematics (JMH, half an hour); says where the results are
	.ci/bench

ANSWERS ?= 1000000

calibration-memory: ## calibrate ANSWERS answers, and say what memory it took
	mvn -q test -pl analytics-service -am -Dtest=CalibrationMemoryTest -Dsurefire.failIfNoSpecifiedTests=false -Dsextant.calibration.answers=$(ANSWERS)

CANDIDATES ?= 400
ANALYTICS = mvn -q verify -pl analytics-service -am -Dtest=ArchitectureTest -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false

independent-check: ## a cohort of known abilities and faults through analytics-service: what is found, what is said falsely
	$(ANALYTICS) -Dit.test=IndependentExamsIT -Dsextant.check.learners=$(CANDIDATES)

scale: ## how fast ANSWERS recorded answers are counted anew beside a bare consumer, how soon 5,000 learners are seen
	$(ANALYTICS) -Dit.test=ScaleIT -Dsextant.replay.answers=$(ANSWERS) -Dsextant.documents.on-disk=true \
		-Dsurefire.jvm="-XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED -Xmx6g"

load: ## a cohort over the public API, with percentiles, processor time and the balance of answers: make load ARGS="--help"
	.ci/load $(ARGS)

storm: ## 5,000 start at once, and come back at once after the gateway stood still: make storm ARGS="--still redis"
	.ci/load --learners 5000 --within PT10S --think PT10S --storm PT20S --dashboards 0 $(ARGS)

access: ## every call in every role, bad input, canaries: over the running system, by themselves
	mvn -q verify -pl system-tests -am -Dtest=AuthorizationTableTest,AbuseTableTest -Dsurefire.failIfNoSpecifiedTests=false -Dit.test='AuthorizationIT,AbuseIT,LeakageIT' -Dfailsafe.failIfNoSpecifiedTests=false
