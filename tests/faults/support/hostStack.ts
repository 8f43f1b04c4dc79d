/** One resource whose provider runs in processes of its own, one for each operation of an engine. */
import fs from "node:fs";
import path from "node:path";
import { type Emulator, startEmulator } from "../../../emulator";
import { EngineStack, type Methods } from "../../support/stack";
import { Host, type Listener, SHIM } from "./host";

/** An account in an AWS of its own, and a home for what is noted on this machine. */
export class HostWorld {
  /** All that the processes have printed. */
  output = "";

  private constructor(
    readonly emulator: Emulator,
    readonly listener: Listener,
    readonly home: string,
  ) {}

  static async make(listener: Listener, home: string): Promise<HostWorld> {
    fs.mkdirSync(home, { recursive: true });
    const emulator = await startEmulator({ speed: 0 });
    return new HostWorld(emulator, listener, fs.mkdtempSync(path.join(home, "home-")));
  }

  now(): number {
    return this.emulator.clock.now();
  }

  jump(ms: number): void {
    this.emulator.clock.advance(ms);
  }

  host(): Host {
    const environment = {
      ...this.emulator.environment(),
      AWS_SECRET_ACCESS_KEY: "hush-secret",
      PULUMI_HOME: this.home,
    };
    return new Host(environment, this.listener, this.now());
  }

  async close(): Promise<void> {
    await this.emulator.close();
    fs.rmSync(this.home, { recursive: true, force: true });
  }
}

export class HostStack extends EngineStack<Host> {
  protected override readonly code = SHIM;

  constructor(
    readonly world: HostWorld,
    type: string,
  ) {
    super(type);
  }

  protected process(): Host {
    return this.world.host();
  }

  protected methodsOf(host: Host): Methods {
    return host.methods;
  }

  protected drive<T>(work: Promise<T>): Promise<T> {
    return work;
  }

  protected async end(host: Host): Promise<void> {
    await host.end();
    this.world.output += host.output;
  }
}
