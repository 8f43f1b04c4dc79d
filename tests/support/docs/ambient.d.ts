// What the documents show of packages that are not installed here, as those declare it.

declare module "@pulumi/command" {
  import type * as pulumi from "@pulumi/pulumi";
  export namespace local {
    class Command extends pulumi.CustomResource {
      constructor(
        name: string,
        args: {
          create?: pulumi.Input<string>;
          update?: pulumi.Input<string>;
          delete?: pulumi.Input<string>;
          triggers?: pulumi.Input<unknown[]>;
        },
        opts?: pulumi.CustomResourceOptions,
      );
      readonly stdout: pulumi.Output<string>;
    }
  }
}
