import { OperationDefinitionNode } from 'graphql';
import { FilterCompiler } from '../filters/FilterCompiler';
import { Viewer } from '../store/Viewer';
import { Workspace } from '../store/Workspace';

/** One bucket as `rateLimitStatus` tells it. */
export interface LimitStatus {
  type: string;
  /** Milliseconds. */
  period: number;
  requestedAmount: number;
  allowedAmount: number;
  remainingAmount: number;
  /** Epoch milliseconds. */
  reset: number;
}

/** What the resolvers of one request share. */
export interface RequestContext {
  workspace: Workspace;
  viewer: Viewer;
  compiler: FilterCompiler;
  now: Date;
  limits: () => { kind: string; identifier: string; limits: LimitStatus[] };
  /** Called with the price before execution; throws a LinearError to refuse. */
  charge: (points: number, operation: OperationDefinitionNode) => void;
}
