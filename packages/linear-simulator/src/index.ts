export { startSimulator, demoAuth } from './startSimulator';
export type { Simulator, SimulatorOptions } from './startSimulator';
export type { AuthSettings } from './auth/authenticate';
export type { OAuthClient } from './auth/Tokens';
export type { Fault, FaultInput } from './faults/Fault';
export type { Habits } from './habits/Habits';
export type { LoggedRequest } from './http/RequestLog';
export type { LimitSettings } from './limits/RateLimits';
export { demoSeed, emptySeed } from './seed/demoSeed';
export type {
  SeedIssue,
  SeedState,
  SeedTeam,
  SeedUser,
  SimulatorSeed,
} from './seed/SimulatorSeed';
export type { HumanIssue, HumanIssuePatch } from './store/HumanIssue';
export type { Workspace } from './store/Workspace';
export type * from './store/records';
export type { Delivery, WebhookRegistration } from './webhooks/Webhooks';
