"""Words by which exports name their columns and ends, in seven languages of western Europe."""

import re
from collections.abc import Iterable
from typing import Literal

from pyrometer.errors import near

Ending = Literal["won", "lost"]

_WON = {
    3: "won closedwon gewonnen ganado ganada gagne gagnee vinto vinta ganho ganha win",
    2: (
        "ordered order bestellt auftrag beauftragt commande pedido ordine besteld paid pay payment bezahlt zahlung "
        "paye pagado pago pagato betaald signed unterschrieben firmado assinado signe firmato getekend bought "
        "purchase purchased gekauft achete comprado acquistato gekocht sold verkauft vendu vendido venduto verkocht "
        "approved approve genehmigt approuve aprobado aprovado approvato goedgekeurd accepted accept angenommen "
        "akzeptiert accepte aceptado aceito accettato geaccepteerd converted konvertiert converti convertido customer "
        "kunde subscribed conversion donated hired funded transaction zuschlag bound embauche embauchee eingestellt "
        "contratado contratada"
    ),
    1: "activated delivered delivery success successful erfolgreich fulfilled granted enrolled recovered",
}
_LOST = {
    3: "lost closedlost verloren perdu perdue perdido perdida perso persa",
    2: (
        "declined decline rejected reject denied deny refused refuse abgelehnt ablehnung refus rechazado recusado "
        "absage rifiutato afgewezen geweigerd cancelled canceled cancel cancellation storniert storno annule annulee "
        "cancelado annullato geannuleerd disqualified unqualified disqualifiziert dead abandoned churned expired "
        "abgesagt withdrawn zuruckgezogen junk unsubscribed dropped closed-lost unsub unsubscribe abbestellt "
        "abgemeldet churn lapsed voided descartado descartada desestimado desestimada scartato ecarte"
    ),
    1: "archived spam nurture nurturing recycled bounced bounce",
}
STRENGTH: dict[Ending, dict[str, int]] = {
    "won": {word: strength for strength, words in _WON.items() for word in words.split()},
    "lost": {word: strength for strength, words in _LOST.items() for word in words.split()},
}

_NOT_WORDS = "not no non nicht kein keine pas niet nao un"
_LOST_PHRASES = (  # lost in two words, of which one denies
    "not interested,no interest,kein interesse,nicht interessiert,pas interesse,pas interessee,no interesado,"
    "no interesada,non interessato,non interessata,geen interesse,sem interesse,not taken up,not proceeding,no deal,"
    "no sale,do not call,opted out,opt out"
)
_NOT_YET_WORDS = (  # beside the word of a win: on the way to it, like add_payment_info
    "info page view viewed click clicked start started begin began initiated attempt attempted failed failure pending "
    "reminder abandoned requested request method screen form due"
)
_NO_WIN_PHRASES = "signed up,sign up,signed in,sign in"  # words of a win that here begin something else
_CUSTOMER_WORDS = (
    "submitted submit replied reply responded sent-back o-accepted offer-accepted quote-accepted proposal-accepted "
    "signed paid pay ordered order bought purchase purchased request requested inquiry enquiry visit visited page "
    "click clicked open opened search cart checkout signup signed-up subscribed downloaded attended asked answered "
    "donated place view viewed session scroll login"
)
_OUR_WORDS = (
    "send sent invoice confirm prepare make deliver print draft determine check examine decide create created "
    "selected preaccepted finalized approved activated offer quote proposal"
)
_MONEY_WORDS = "paid pay payment bezahlt zahlung paye pagado pago pagato betaald purchase purchased"
_LOST_SAID = tuple(_LOST_PHRASES.split(","))
_NOT_YET = frozenset(_NOT_YET_WORDS.split())
_NO_WIN = tuple(_NO_WIN_PHRASES.split(","))
_NOT, _CUSTOMER, _OURS, _MONEY = (
    frozenset(words.split()) for words in (_NOT_WORDS, _CUSTOMER_WORDS, _OUR_WORDS, _MONEY_WORDS)
)

COLUMNS: dict[str, tuple[str, ...]] = {
    # Normalised names; the first that a file has wins, '*' at an end stands for anything.
    "prospect": (
        "case concept name", "case id", "caseid", "case", "opportunity id", "opportunityid", "deal id", "mql id",
        "lead id", "prospect id", "application id", "quote id", "angebotsnummer", "vorgangsnummer", "record id",
        "deal", "opportunity", "user id", "customer id", "visitor id", "contact id", "client id", "account id",
        "kundennummer", "distinct id", "gclid", "id", "number", "nummer", "key", "parent id", "res id", "* id",
        "*nummer", "* number", "no", "nr", "n", "nº", "ref", "* no", "* nr", "* ref", "* reference",
        "opportunity name", "deal name", "name",
    ),
    "entered": (
        "created date", "createddate", "create date", "created at", "createdat", "created", "property createdate",
        "creation date", "createdate", "hs createdate", "add time",
        "date open", "engage date", "first contact date", "open date", "opened at",
        "start date", "entered at", "entry date", "inquiry date", "request date", "date created", "erstellt am",
        "erstelldatum", "anfragedatum", "angelegt am", "date de creation", "fecha de creacion", "data creazione",
        "date", "datum", "first *", "created *", "* created", "registered *", "signup *", "timestamp", "start*",
    ),
    "ended": (
        "close date", "closed date", "closedate", "closed at", "won date", "won at", "date closed", "won time",
        "property closedate", "closing date", "win closing date", "end date", "close time", "converted date",
        "converteddate", "decision date", "order date", "abschlussdatum", "schlusstermin", "geschlossen am",
        "date de cloture", "fecha de cierre", "data chiusura", "sluitingsdatum", "lost date", "date won", "date lost",
        "won on", "lost on", "closed on", "auftrag am", "auftrag vom", "bestellt am", "bestellt vom", "beauftragt am",
        "gewonnen am", "gewonnen um", "verloren am", "verloren um", "abgelehnt am", "entscheidung am", "ended*", "won*",
        "closed*", "lost*", "donation date", "purchase date",
    ),
    "time": (
        "time timestamp", "timestamp", "event time", "happened at", "occurred at", "created date", "createddate",
        "date created", "created at", "date", "datum", "zeit", "time", "start timestamp", "complete timestamp",
        "last modified", "changed at", "* timestamp", "* at", "* date", "datetime", "datetime *", "* datetime",
        "date *", "* time",
    ),
    "action": (
        "concept name", "activity", "to stage", "action", "event", "event name", "event type", "stage name",
        "stagename", "stage", "status", "state", "step", "task", "aktivitat", "vorgang", "phase", "etape",
        "activity type", "activity type name", "event type name", "type name", "type", "result", "outcome",
        "disposition", "call result", "call outcome", "* disposition", "ergebnis", "conversion name",
    ),
    "stage": (
        "deal stage", "stage name", "stagename", "stage", "dealstage", "outcome", "result", "status", "state", "phase",
        "verkaufsphase", "opportunity stage", "is won", "iswon", "won", "converted", "is converted", "isconverted",
        "conversion", "etape", "etapa", "fase", "lead status", "deal status", "donated", "stage id",
        "* stage", "* stage id", "lifecyclestage", "statut", "estado", "stato", "ergebnis", "resultado", "resultat",
        "risultato", "resultaat", "* status",
    ),
    "owner": (
        "sales agent", "owner", "deal owner", "opportunity owner", "owner name", "owner id", "ownerid", "seller",
        "salesperson", "sales rep", "rep", "sr id", "account executive", "agent", "assigned to", "user", "verkaufer",
        "inhaber", "zustandig", "vendeur", "vendedor", "venditore", "verkoper", "org resource", "resource", "employee",
        "created by id", "createdbyid", "actor", "last modified by", "property hubspot owner id", "sdr id",
        "actor user id", "changed by", "modified by", "edited by", "updated by user id", "created by", "author",
        "besitzer", "bearbeiter", "sachbearbeiter", "betreuer", "verantwortlich", "verantwortlicher", "eigentumer",
        "assignee", "underwriter", "recruiter", "broker", "advisor", "adviser", "negotiator", "scanned by", "host",
        "berater", "makler", "gescannt von", "recruteur", "conseiller", "agente", "comercial", "agent name",
    ),
    "amount": (
        "close value", "amount", "deal value", "value", "price", "revenue", "total", "betrag", "wert", "auftragswert",
        "montant", "importe", "importo", "valor", "bedrag", "property amount", "amount req", "case amount req",
        "expected revenue", "sales price", "*wert", "*wert eur", "*betrag", "*betrag eur", "amount *", "value *",
        "total *", "spend", "donation amount", "purchase revenue", "order value", "order total", "grand total", "mrr",
        "arr", "deal size", "*premium", "conversion value", "precio", "prix", "prezzo",
    ),
    "account": (
        "account", "account name", "company", "organisation", "organization", "firma", "kunde", "account id",
        "accountid", "company name", "organization name", "organisation name", "associated company", "client",
        "party", "entreprise", "empresa", "azienda",
    ),
    "person": ("*first name", "*last name", "full name", "vorname", "nachname", "*responsible", "*manager", "creator"),
    "currency": (
        "currency", "currency code", "currencyisocode", "currency iso code", "currency of value", "deal currency code",
        "wahrung", "devise", "moneda", "valuta", "order currency", "conversion currency",
    ),
    "changed field": (
        "field", "field name", "fieldname", "field key", "property name", "changed field", "feld", "attribute name",
        "primary attribute value", "name", "property", "attribute", "column",
    ),
    "new value": (
        "new value", "newvalue", "after value string", "after value", "to value", "neuer wert", "new", "after", "value",
        "to", "nouvelle valeur", "nuevo valor",
    ),
    "old value": (
        "old value", "oldvalue", "before value string", "before value", "from value", "previous value", "prev value",
        "alter wert", "old", "before", "previous", "from", "ancienne valeur", "valor anterior",
    ),
    "lifecycle": ("lifecycle transition", "lifecycle", "transition"),
    "seq": ("event index", "seq", "sequence", "event number", "position", "__id", "column 1", "unnamed 0"),
    "cost": ("cost", "costs", "kosten", "cout", "coste", "costo", "custo"),
    "started": ("start timestamp", "start time", "started at", "starttime"),
    "planned": (
        "* deadline*", "deadline *", "expected *", "planned *", "due *", "next *", "* planned", "forecast *", "* end",
        "date deadline", "activity date", "* birth*", "renewal *", "contract *", "* valid*", "* active", "erwartet*",
        "geplant*", "voraussichtlich*", "nachste*", "wiedervorlage*",
    ),
    "afterwards": (  # known only when it is over, or because of it
        "*reason*", "forecast *", "forecast category*", "lost *", "loss *", "won *", "win *", "close*", "*grund",
        "* outcome", "probability*",
    ),
    "bookkeeping": (
        "* modified *", "last *", "* modified", "updated *", "* updated", "update *", "write date", "system modstamp",
        "systemmodstamp", "*synced*", "synced *", "fivetran *", "* viewed *", "*modstamp", "* synced", "* update",
        "photo *", "* lookup", "archived at", "letzte*", "zuletzt *", "* geandert*", "aktualisiert*",
    ),
}  # fmt: skip

_NO_VALUES = (  # what exports write where there is nothing
    "n/a,na,#n/a,null,none,nan,nat,-,--,?,unknown,tbd,(none),(blank),(empty),0000-00-00,0000-00-00 00:00:00,"
    "unbekannt,k.a.,keine angabe,leer,inconnu,desconocido,\\n"
)
NO_VALUE = frozenset(_NO_VALUES.split(","))
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_ACCENTS = str.maketrans("äöüéèêëàâáãåçñóòôõíìîïúùûý", "aoueeeeaaaaacnooooiiiiuuuy")


def plain(text: str) -> str:
    """A name in lower case without marks and accents, its words apart: 'ClosedWon' becomes 'closed won'."""
    return " ".join(re.findall(r"[^\W_]+", bare(_CAMEL.sub(" ", text))))


def bare(text: str) -> str:
    """A text in lower case without accents."""
    return text.lower().replace("ß", "ss").translate(_ACCENTS)


def rank(name: str, role: str) -> int | None:
    """How well a column's name fits a role, 0 the best; None where it does not."""
    names = [plain(name[1:].partition("}")[0] if name.startswith("{") else name)]  # of a day and its clock the day
    if " - " in name:  # Pipedrive writes of what a column is before its name: 'Deal - Won time'
        names.append(plain(name.partition(" - ")[2]).removeprefix("deal "))
    if "." in name.strip(".") and " " not in name:  # nested, and written with the names above it
        names.append(plain(name.rpartition(".")[2]))
    for place, pattern in enumerate(COLUMNS[role]):
        if any(words == pattern or ("*" in pattern and _like(words, pattern)) for words in names):
            return place
    return None


def _like(words: str, pattern: str) -> bool:
    return re.fullmatch(re.escape(pattern).replace(r"\*", ".*"), words) is not None


def ending(value: str, which: Ending) -> int:
    """How strongly a stage or action says 'won' or 'lost': 0 not at all, 3 in so many words."""
    spoken = plain(value)
    words = spoken.split()
    if which == "lost" and any(f" {phrase} " in f" {spoken} " for phrase in _LOST_SAID):
        return 2
    if _NOT & set(words) or (which == "won" and any(f" {phrase} " in f" {spoken} " for phrase in _NO_WIN)):
        return 0
    most = max((STRENGTH[which].get(word, 0) for word in words), default=0)
    return 0 if which == "won" and most < 3 and _NOT_YET & set(words) else most


def may_come(word: str, values: Iterable[str], which: Ending) -> bool:
    """Whether a word that no value says may be one that will: no other says it plainly, and it is no mere slip."""
    known = list(values)
    if any(ending(value, which) == 3 for value in known):
        return False
    return ending(word, which) == 3 or not near(word, known).startswith(" Did")


def is_customers(action: str) -> bool | None:
    """Whether the customer does this, by the word for it; None where no word tells."""
    words = plain(action).split()
    pairs = {f"{a}-{b}" for a, b in zip(words, words[1:], strict=False)}
    if pairs & _CUSTOMER:
        return True
    if words and (words[0] in _OURS or set(words) & _OURS):
        return False
    return True if set(words) & _CUSTOMER else None


def is_money(action: str) -> bool:
    """Whether money changes hands."""
    return bool(_MONEY & set(plain(action).split()))


def best(names: Iterable[str], role: str) -> str | None:
    """The name that fits a role best; the earlier one where two fit alike."""
    ranked = [(place, i, name) for i, name in enumerate(names) if (place := rank(name, role)) is not None]
    return min(ranked)[2] if ranked else None
