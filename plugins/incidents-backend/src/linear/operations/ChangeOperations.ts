import { LinearMalformedError } from '../LinearError';
import type {
  IssueChangesPage,
  LinearCall,
  LinearGateway,
  RelationsPage,
} from '../LinearGateway';
import * as documents from '../documents';
import type { Page } from '../wire/connection';
import type { LinearRequester } from '../transport/LinearRequester';

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
      const page = await this.#requester.run(
        documents.changes,
        { since },
        call,
      );
      return {
        issues: page.issues.nodes,
        next: page.issues.next,
        relations: toRelationsPage(page.issueRelations),
      };
    }
    const { issues } = await this.#requester.run(
      documents.moreChanges,
      { since, after },
      call,
    );
    assertAdvanced('MoreChanges', after, issues);
    return { issues: issues.nodes, next: issues.next };
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
