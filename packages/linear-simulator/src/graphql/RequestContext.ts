import { OperationDefinitionNode } from 'graphql';
import { FilterCompiler } from '../filters/FilterCompiler';
import { Viewer } from '../store/Viewer';
import { Workspace } from '../store/Workspace';

/** One bucket in `rateLimitStatus`. */
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

/** The context shared by the resolvers of one request. */
export interface RequestContext {
  workspace: Workspace;
  viewer: Viewer;
  compiler: FilterCompiler;
  now: Date;
  limits: () => { kind: string; identifier: string; limits: LimitStatus[] };
  /** Called with the price before execution; throws a LinearError to reject. */
  charge: (points: number, operation: OperationDefinitionNode) => void;
}
