/** A provider's process of which a test is told what it asks AWS for. */
import type { Context } from "../../provider/lifecycle/context";
import type { AwsRequest, Props } from "../../provider/lifecycle/ports";

/** `onSend` is called with each request, as soon as it is on its way. */
export function watched(context: Context, onSend: (request: AwsRequest) => void): Context {
  const aws = (props: Props) => {
    const one = context.aws(props);
    const send: typeof one.send = (request, signal) => {
      const answer = one.send(request, signal);
      onSend(request);
      return answer;
    };
    return { ...one, send };
  };
  return { ...context, aws };
}
