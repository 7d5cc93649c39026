# The verbs of this repository. `./start` runs the system; everything else is here.
.PHONY: help test verify format golden demo repro replay

help: ## say what there is
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

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
