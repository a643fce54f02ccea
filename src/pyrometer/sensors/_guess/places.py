"""Places: a column 'state' may say where somebody lives, and not how far a deal has come."""

from pyrometer.sensors._guess.profile import Profile
from pyrometer.sensors._guess.words import plain

NAMED = "state"  # the one word that means both
MOST = 0.5  # of the values must be names of places

_US = (
    "alabama,alaska,arizona,arkansas,california,colorado,connecticut,delaware,florida,georgia,hawaii,idaho,illinois,"
    "indiana,iowa,kansas,kentucky,louisiana,maine,maryland,massachusetts,michigan,minnesota,mississippi,missouri,"
    "montana,nebraska,nevada,new hampshire,new jersey,new mexico,new york,north carolina,north dakota,ohio,oklahoma,"
    "oregon,pennsylvania,rhode island,south carolina,south dakota,tennessee,texas,utah,vermont,virginia,washington,"
    "west virginia,wisconsin,wyoming,district of columbia,washington dc,puerto rico,"
    "al,ak,az,ar,ca,co,ct,de,fl,ga,hi,id,il,in,ia,ks,ky,la,me,md,ma,mi,mn,ms,mo,mt,ne,nv,nh,nj,nm,ny,nc,nd,oh,ok,or,"
    "pa,ri,sc,sd,tn,tx,ut,vt,va,wa,wv,wi,wy,dc,pr"
)
_OTHERS = (
    "ontario,quebec,british columbia,alberta,manitoba,saskatchewan,nova scotia,new brunswick,newfoundland and labrador,"
    "prince edward island,on,qc,bc,ab,mb,sk,ns,nb,nl,pe,"
    "new south wales,victoria,queensland,western australia,south australia,tasmania,northern territory,nsw,vic,qld,"
    "baden wurttemberg,bayern,bavaria,berlin,brandenburg,bremen,hamburg,hessen,hesse,mecklenburg vorpommern,"
    "niedersachsen,lower saxony,nordrhein westfalen,north rhine westphalia,rheinland pfalz,saarland,sachsen,saxony,"
    "sachsen anhalt,schleswig holstein,thuringen,thuringia,nrw,"
    "sao paulo,rio de janeiro,minas gerais,parana,bahia,santa catarina,rio grande do sul,sp,rj,mg,rs,"
    "maharashtra,karnataka,tamil nadu,gujarat,delhi,telangana,kerala,west bengal,uttar pradesh,rajasthan,punjab,"
    "jalisco,nuevo leon,puebla,yucatan"
)
PLACES = frozenset(f"{_US},{_OTHERS}".split(","))


def is_place(column: Profile) -> bool:
    """Whether a column is named 'state' and most of its rows name a place."""
    if plain(column.name).split()[-1:] != [NAMED]:
        return False
    rows = sum(n for value, n in column.values.items() if plain(value) in PLACES)
    return rows > MOST * column.n_filled
