import { LinearMalformedError } from '../LinearError';
import type {
  IssueChangesPage,
  LinearCall,
  LinearGateway,
  RelationsPage,
} from '../LinearGateway';
import * as documents from '../documents';
import type { Page } from '../wire/connection';
import type { LinearIssue } from '../LinearIssue';
import type { LinearRequester } from '../transport/LinearRequester';
import {
  type ChangesCursor,
  followingPage,
  readChangesCursor,
  writeChangesCursor,
} from './ChangesCursor';
import { newestOfEach } from './newestOfEach';

/** What changed in the workspace, page by page. */
export class ChangeOperations
  implements Pick<LinearGateway, 'changesSince' | 'olderRelations'>
{
  readonly #requester: LinearRequester;

  constructor(requester: LinearRequester) {
    this.#requester = requester;
  }

  async changesSince(
    { since, after }: { since: string; after?: string },
    call: LinearCall,
  ): Promise<IssueChangesPage> {
    if (after === undefined) {
      const { data, respondedAt } = await this.#requester.request(
        documents.changes,
        { since },
        call,
      );
      const { issues, issueRelations } = data;
      return {
        respondedAt,
        issues: newestOfEach(issues.nodes),
        next: nextOf({ since }, issues),
        relations: toRelationsPage(issueRelations),
      };
    }
    const asked = readChangesCursor(after);
    const { issues } = await this.#requester.run(
      documents.moreChanges,
      asked,
      call,
    );
    assertAdvanced('MoreChanges', asked.after, issues);
    return { issues: newestOfEach(issues.nodes), next: nextOf(asked, issues) };
  }

  async olderRelations(
    { after }: { after: string },
    call: LinearCall,
  ): Promise<RelationsPage> {
    const { issueRelations } = await this.#requester.run(
      documents.olderRelations,
      { after },
      call,
    );
    assertAdvanced('OlderRelations', after, issueRelations);
    return toRelationsPage(issueRelations);
  }
}

function nextOf(
  asked: ChangesCursor,
  page: Page<LinearIssue>,
): string | undefined {
  const following = followingPage(asked, page);
  return following && writeChangesCursor(following);
}

function toRelationsPage(
  page: Page<RelationsPage['relations'][number]>,
): RelationsPage {
  return { relations: page.nodes, next: page.next };
}

export function assertAdvanced(
  operation: string,
  after: string | undefined,
  page: Page<unknown>,
): void {
  if (after !== undefined && page.next === after) {
    throw new LinearMalformedError(
      `Linear gives the same cursor twice for ${operation}`,
      { operation },
    );
  }
}
