import { gatewayContract } from "./contract_testing.ts";
import { openBench } from "./sandbox/_testing.ts";

gatewayContract("the sandbox", () => openBench());
gatewayContract(
  "the sandbox that closes late",
  () => openBench({ closableAfterMs: 300_000 }),
);
